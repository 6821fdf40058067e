package dev.persistence.lifecycle.internal;

import dev.persistence.core.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Tables that every node makes at its start, perhaps at once. Stateless. */
public final class SharedDdl {

  /** Whom a node on PostgreSQL waits for until it has made its tables. */
  private static final long MAKING = 0x4c49_4645_4359_434cL;

  private SharedDdl() {}

  /**
   * Runs statements that create what is missing. PostgreSQL does not wait for who is making the
   * same table, but trips over its name; so it is kept waiting, for the end of the caller's
   * transaction, or in autocommit mode of one of their own. The others wait by themselves.
   */
  public static void run(Connection connection, Dialect dialect, List<String> statements)
      throws SQLException {
    boolean waits = dialect.equals(Dialect.postgreSql());
    if (!waits || !connection.getAutoCommit()) {
      execute(connection, waits, statements);
      return;
    }
    connection.setAutoCommit(false);
    try {
      execute(connection, true, statements);
      connection.commit();
    } catch (SQLException | RuntimeException failure) { // Whatever it is, the lock must go.
      connection.rollback();
      throw failure;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void execute(Connection connection, boolean waits, List<String> statements)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (waits) {
        statement.execute("SELECT pg_catalog.pg_advisory_xact_lock(" + MAKING + ")");
      }
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
