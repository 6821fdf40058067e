package dev.persistence.migrate.internal.run;

import dev.persistence.migrate.internal.engine.Sessions;
import dev.persistence.migrate.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in autocommit, perhaps of a pool, that is given back as it was; one that cannot be
 * is ended, so that nobody inherits what a runner needs. Not thread-safe.
 */
public final class Borrowed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Borrowed.class);

  private final Connection connection;
  private final boolean autoCommit;
  private List<String> undo = List.of();
  private boolean spoiled;

  private Borrowed(Connection connection) throws SQLException {
    this.connection = connection;
    this.autoCommit = connection.getAutoCommit();
    if (!autoCommit) {
      connection.setAutoCommit(true);
    }
  }

  /** Takes a connection. */
  public static Borrowed of(DataSource dataSource) throws SQLException {
    Connection connection = dataSource.getConnection();
    boolean taken = false;
    try {
      Borrowed borrowed = new Borrowed(connection);
      taken = true;
      return borrowed;
    } finally {
      if (!taken) {
        connection.close();
      }
    }
  }

  public Connection connection() {
    return connection;
  }

  /** Makes the session fit for a runner, until it is given back. */
  void prepare(Sessions sessions) throws SQLException {
    spoiled = true;
    undo = sessions.prepare(connection);
    spoiled = false;
  }

  /** Ends the session itself when it is given back. */
  void spoil() {
    spoiled = true;
  }

  @Override
  public void close() throws SQLException {
    boolean restored = false;
    try {
      if (!spoiled) {
        restore();
        restored = true;
      }
    } catch (SQLException failure) {
      LOG.debug("A session is ended that could not be made as it was", failure);
    } finally {
      if (restored) {
        connection.close();
      } else {
        end();
      }
    }
  }

  private void restore() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    for (String statement : undo) {
      Sql.run(connection, statement);
    }
    if (!autoCommit) {
      connection.setAutoCommit(false);
    }
  }

  private void end() throws SQLException {
    connection.abort(Runnable::run);
    try {
      connection.close();
    } catch (SQLException expected) {
      LOG.debug("A pool was given back a session that has ended", expected);
    }
  }
}
