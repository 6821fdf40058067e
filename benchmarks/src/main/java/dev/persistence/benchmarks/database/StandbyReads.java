package dev.persistence.benchmarks.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Where reads are answered: the figures of one that reads from the primary are worth nothing. */
final class StandbyReads {

  private StandbyReads() {}

  /**
   * Reads an account, and returns once it was the standby that answered.
   *
   * @throws IllegalStateException if the primary answered
   */
  static void check(String name, DataSource source) throws SQLException {
    if (!areOf(source)) {
      throw new IllegalStateException(name + " reads from the primary");
    }
  }

  /** Reads an account, and returns whether it was the standby that answered. */
  static boolean areOf(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("select balance, pg_is_in_recovery() from account limit 1")) {
        row.next();
        return row.getBoolean(2);
      }
    }
  }
}
