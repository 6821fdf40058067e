package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.SqlFragment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The lock of a session, and the limits of its waiting. */
public interface Sessions {

  /** Makes the session fit for a runner; returns the statements that make it as it was. */
  List<String> prepare(Connection session) throws SQLException;

  /** Returns the server's number of the session. */
  long id(Connection session) throws SQLException;

  /** Takes the lock for the session if nobody has it. */
  boolean tryLock(Connection session, String name) throws SQLException;

  /** Tells whether the session has the lock. */
  boolean hasLock(Connection session, String name) throws SQLException;

  /** Gives the lock back. */
  void unlock(Connection session, String name) throws SQLException;

  /** Returns the number of the session that has the lock. */
  OptionalLong holder(Connection session, String name) throws SQLException;

  /** Ends another session, and with it its locks. */
  void end(Connection session, long id) throws SQLException;

  /** Returns the schema in which a name without one is looked up first, if there is any. */
  Optional<String> schema(Connection session) throws SQLException;

  /** Starts a step whose changes are seen together or, on failure, undone as far as possible. */
  void begin(Connection session, String quotedTable) throws SQLException;

  /**
   * Has the server end, within such a step, what it does to the table by itself and would not end
   * for a step, which waits too short a time; nobody else waits for that.
   */
  void endMaintenance(Connection session, String quotedTable) throws SQLException;

  /** Tells whether the server does something to the table by itself that a step waits for. */
  boolean isMaintained(Connection session, String quotedTable) throws SQLException;

  /** Ends it; the changes stay. */
  void commit(Connection session) throws SQLException;

  /** Ends it after a failure. */
  void rollback(Connection session) throws SQLException;

  /** Returns the condition such that rows of a range of keys are not found along another index. */
  default String alongTheKey(String condition) {
    return "(" + condition + ")";
  }

  /**
   * Sees to it, before rows are updated in a transaction, that this gives up rather than waits for
   * whoever has locked one of them; the update then fails, or this does, with a lock timeout.
   *
   * @param rows the condition of the update
   * @param bypass a statement to run then, so that it costs no way to the server of its own
   */
  void giveWay(Connection batch, String quotedTable, SqlFragment rows, String bypass)
      throws SQLException;

  /** Tells whether the failure says that the statement's way is not possible here. */
  boolean isUnsupported(SQLException failure);
}
