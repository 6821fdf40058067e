package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.core.TimeSource;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.MigrationBusyException;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.RunnerFencedException;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one session that may migrate a schema: it holds the server's lock, and everything that
 * changes the schema or the journal runs on it. So a runner that has lost its lock, since its
 * session ended, cannot change anything; its batches, which run elsewhere, compare the epoch, which
 * each runner raises by one. Not thread-safe.
 */
public final class RunnerSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunnerSession.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Borrowed borrowed;
  private final Connection connection;
  private final Engine engine;
  private final String lock;
  private long epoch;

  private RunnerSession(Borrowed borrowed, Engine engine) {
    this.borrowed = borrowed;
    this.connection = borrowed.connection();
    this.engine = engine;
    this.lock = engine.history().schema();
  }

  /** Opens a session and takes the lock, waiting for another runner as long as configured. */
  public static RunnerSession open(DataSource dataSource, MigratorConfig config)
      throws SQLException {
    Borrowed borrowed = Borrowed.of(dataSource);
    RunnerSession session = null;
    boolean opened = false;
    try {
      session = new RunnerSession(borrowed, Engine.of(borrowed.connection()));
      session.refusePooler(dataSource);
      borrowed.prepare(session.engine.sessions());
      session.lock(config);
      session.begin();
      opened = true;
      return session;
    } finally {
      if (!opened && session != null) {
        session.close();
      } else if (!opened) {
        borrowed.close();
      }
    }
  }

  /** Two connections at a time are two sessions, unless somebody in between lends them out. */
  private void refusePooler(DataSource dataSource) throws SQLException {
    try (Connection second = second(dataSource)) {
      if (engine.sessions().id(connection) == engine.sessions().id(second)) {
        throw new InvalidMigrationException(
            "",
            new Explanation(
                "The database cannot be migrated through this connection",
                "two open connections are one session of the server, so that a pooler is in"
                    + " between that lends sessions by the transaction; a lock would be nobody's",
                "Give the migrator a data source that leads to the server itself"));
      }
    }
  }

  private static Connection second(DataSource dataSource) throws SQLException {
    try {
      return dataSource.getConnection();
    } catch (SQLTransientConnectionException none) {
      MigrationBusyException busy =
          new MigrationBusyException(
              "",
              new Explanation(
                  "No migration was started",
                  "the data source has lent one connection, and then no second one: "
                      + none.getMessage(),
                  "Let its pool have three connections to spare, or wait until it has"));
      busy.addSuppressed(none);
      throw busy;
    }
  }

  private void lock(MigratorConfig config) throws SQLException {
    TimeSource time = config.timeSource();
    long deadline = time.nanos() + config.busyPatience().toNanos();
    while (!engine.sessions().tryLock(connection, lock)) {
      if (time.nanos() - deadline >= 0 || !slept(time)) {
        throw new MigrationBusyException(
            "",
            new Explanation(
                "No migration was started in schema \"" + lock + "\"",
                "another runner has been at work for longer than " + config.busyPatience(),
                "Wait until it is done; if it was killed, its lock goes with its session"));
      }
    }
  }

  private static boolean slept(TimeSource time) {
    try {
      time.sleep(POLL);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void begin() throws SQLException {
    if (engine.catalog().find(connection, engine.history().runnerName()).isEmpty()) {
      for (String statement : engine.history().create()) {
        Sql.run(connection, statement);
      }
    }
    String runner = engine.history().runner();
    if (Sql.update(connection, "UPDATE " + runner + " SET epoch = epoch + 1 WHERE one = 1") == 0) {
      Sql.update(connection, "INSERT INTO " + runner + " (one, epoch) VALUES (1, 1)");
    }
    epoch = Sql.number(connection, "SELECT epoch FROM " + runner + " WHERE one = 1");
  }

  public Connection connection() {
    return connection;
  }

  public Engine engine() {
    return engine;
  }

  /** Makes sure that the lock is still held. */
  void requireLock(String version) throws SQLException {
    if (!engine.sessions().hasLock(connection, lock)) {
      throw fenced(version);
    }
  }

  /** Makes sure, until the end of that connection's transaction, that no other runner comes. */
  void fence(Connection batch, String version) throws SQLException {
    String share =
        engine.dialect().equals(Dialect.postgreSql()) ? " FOR SHARE" : " LOCK IN SHARE MODE";
    SqlFragment query =
        SqlFragment.of("SELECT epoch FROM " + engine.history().runner() + " WHERE one = 1" + share);
    List<Long> found = Sql.rows(batch, query, row -> row.getLong(1));
    if (!found.equals(List.of(epoch))) {
      throw fenced(version);
    }
  }

  private RunnerFencedException fenced(String version) {
    return new RunnerFencedException(
        version,
        new Explanation(
            "Migration " + version + " was not continued by this runner",
            "it has lost its lock, and another runner may be at work",
            "Look at the status; the next run goes on where this one ended"));
  }

  @Override
  public void close() throws SQLException {
    try {
      engine.sessions().unlock(connection, lock);
    } catch (SQLException failure) {
      LOG.debug("The lock ends with its session", failure);
      borrowed.spoil();
    } finally {
      borrowed.close();
    }
  }
}
