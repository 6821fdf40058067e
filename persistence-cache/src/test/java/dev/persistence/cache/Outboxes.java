package dev.persistence.cache;

import dev.persistence.cache.log.OutboxLog;
import dev.persistence.core.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Outboxes in whatever database there is. */
final class Outboxes {

  private Outboxes() {}

  /** Returns an outbox whose tables exist. */
  static OutboxLog of(String queue, DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return OutboxLog.of(queue, dataSource, Dialect.detect(connection));
    }
  }

  /** Creates the tables and returns an outbox in them. */
  static OutboxLog create(String queue, DataSource dataSource) throws SQLException {
    OutboxLog log = of(queue, dataSource);
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : log.createStatements()) {
        statement.execute(each);
      }
    }
    return log;
  }
}
