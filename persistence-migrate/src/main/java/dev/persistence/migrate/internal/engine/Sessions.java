package dev.persistence.migrate.internal.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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

  /** Returns the schema in which a name without one is looked up first. */
  String schema(Connection session) throws SQLException;

  /** Starts a step whose changes are seen together or, on failure, undone as far as possible. */
  void begin(Connection session, String quotedTable) throws SQLException;

  /** Ends it; the changes stay. */
  void commit(Connection session) throws SQLException;

  /** Ends it after a failure. */
  void rollback(Connection session) throws SQLException;

  /** Tells whether the failure says that the statement's way is not possible here. */
  boolean isUnsupported(SQLException failure);
}
