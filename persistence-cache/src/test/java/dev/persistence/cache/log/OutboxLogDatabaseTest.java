package dev.persistence.cache.log;

import dev.persistence.core.sql.Dialect;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

@WithPostgres
final class OutboxLogDatabaseTest extends WriteLogContract {

  private static final AtomicInteger QUEUES = new AtomicInteger();

  private final DataSource dataSource;
  private final String queue = "queue " + QUEUES.incrementAndGet();

  OutboxLogDatabaseTest(PostgresCluster cluster) {
    this.dataSource = cluster.primary().dataSource();
  }

  @BeforeEach
  void create() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : newLog().createStatements()) {
        statement.execute(each);
      }
    }
  }

  @Override
  protected OutboxLog newLog() {
    return OutboxLog.of(queue, dataSource, Dialect.postgreSql());
  }
}
