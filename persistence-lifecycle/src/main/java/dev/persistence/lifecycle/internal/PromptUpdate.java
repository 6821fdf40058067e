package dev.persistence.lifecycle.internal;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.OptionalInt;

/**
 * A statement of PostgreSQL that would rather not happen than wait for a lock of somebody else.
 * That spares it from locking its rows first, which costs as much as removing them.
 */
final class PromptUpdate {

  private static final String LONGEST_WAIT = "10ms";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private PromptUpdate() {}

  /** Returns the number of rows that were changed, or nothing if it has changed none. */
  static OptionalInt run(Connection connection, SqlFragment statement) throws SQLException {
    Savepoint savepoint = connection.setSavepoint();
    String before = Sql.text(connection, SqlFragment.of("SELECT current_setting('lock_timeout')"));
    try {
      waitAtMost(connection, LONGEST_WAIT);
      int changed = Sql.update(connection, statement);
      waitAtMost(connection, before);
      connection.releaseSavepoint(savepoint);
      return OptionalInt.of(changed);
    } catch (SQLException failed) {
      if (!LOCK_NOT_AVAILABLE.equals(failed.getSQLState())) {
        throw failed;
      }
      connection.rollback(savepoint); // which takes the setting back, too
      return OptionalInt.empty();
    }
  }

  private static void waitAtMost(Connection connection, String time) throws SQLException {
    Sql.text(connection, SqlFragment.of("SELECT set_config('lock_timeout', ?, true)", time));
  }
}
