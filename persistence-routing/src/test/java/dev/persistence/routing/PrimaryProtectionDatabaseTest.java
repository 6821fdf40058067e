package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No replica is there: the reads may take one of the primary's four connections. */
@WithPostgres
class PrimaryProtectionDatabaseTest {

  private final HikariDataSource pool;
  private final RoutingDataSource orders;
  private final AtomicInteger rejected = new AtomicInteger();

  PrimaryProtectionDatabaseTest(PostgresCluster cluster) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(cluster.primary().jdbcUrl());
    config.setMaximumPoolSize(4);
    pool = new HikariDataSource(config);
    orders =
        RoutingDataSource.builder("orders")
            .primary("p", pool)
            .replica("r", new UnreachableDataSource())
            .borrowTimeout(Duration.ofMillis(300))
            .listener(
                new RoutingListener() {
                  @Override
                  public void fallbackRejected() {
                    rejected.incrementAndGet();
                  }
                })
            .build();
  }

  @AfterEach
  void close() {
    orders.close();
    pool.close();
  }

  private Connection reading() throws SQLException {
    Connection connection = orders.getConnection();
    connection.setReadOnly(true);
    connection.setAutoCommit(false); // In auto-commit mode a place is free after each statement.
    use(connection);
    return connection;
  }

  private static void use(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
  }

  @Test
  void excessReadIsTurnedAwayWithAReasonWhileWritesGoOn() throws Exception {
    try (Connection first = reading()) {
      assertThatThrownBy(() -> reading().close())
          .isInstanceOfSatisfying(
              PrimaryProtectedException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("57P03");
                assertThat(e.retryAfter()).isPositive();
                assertThat(e.getMessage())
                    .contains("r no answer to the sampler", "primaryFallbackPercent");
              });
      assertThat(rejected).hasValue(1);
      try (Connection writer = orders.getConnection()) {
        use(writer);
      }
      use(first);
    }
    reading().close();
  }

  @Test
  void readWaitsForItsTurn() throws Exception {
    Connection first = reading();
    FutureTask<Boolean> second =
        new FutureTask<>(
            () -> {
              reading().close();
              return true;
            });
    Thread thread = new Thread(second);
    thread.start();
    Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

    first.close();

    assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(rejected).hasValue(0);
  }
}
