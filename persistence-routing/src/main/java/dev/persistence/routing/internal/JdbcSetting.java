package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Refuses values that no driver takes when they are set, since a driver hears of them only at the
 * first statement.
 */
final class JdbcSetting {

  private static final String INVALID_VALUE = "22023";

  private JdbcSetting() {}

  static void notNegative(String setting, long value) throws SQLException {
    allow(value >= 0, setting, value, "0 or more");
  }

  /** Allows MySQL's sign for one row after the other. */
  static void fetchSize(int value) throws SQLException {
    allow(value >= 0 || value == Integer.MIN_VALUE, "fetchSize", value, "0 or more");
  }

  static void fetchDirection(int value) throws SQLException {
    boolean known =
        value == ResultSet.FETCH_FORWARD
            || value == ResultSet.FETCH_REVERSE
            || value == ResultSet.FETCH_UNKNOWN;
    allow(known, "fetchDirection", value, "a FETCH constant of ResultSet");
  }

  static void holdability(int value) throws SQLException {
    boolean known =
        value == ResultSet.HOLD_CURSORS_OVER_COMMIT || value == ResultSet.CLOSE_CURSORS_AT_COMMIT;
    allow(known, "holdability", value, "a CURSORS constant of ResultSet");
  }

  /** Allows a level of the driver's own too: each level is one bit. */
  static void isolation(int value) throws SQLException {
    boolean level =
        value >= Connection.TRANSACTION_READ_UNCOMMITTED && Integer.bitCount(value) == 1;
    allow(level, "transactionIsolation", value, "a level of Connection but TRANSACTION_NONE");
  }

  private static void allow(boolean allowed, String setting, long value, String range)
      throws SQLException {
    if (!allowed) {
      throw new SQLException(
          new Explanation("Cannot set " + setting, "the value is " + value, "Give it " + range)
              .toString(),
          INVALID_VALUE);
    }
  }
}
