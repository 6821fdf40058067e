package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.Dialect;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.run.Borrowed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A throttle that pauses while too many sessions of the server wait for a lock.
 *
 * <p>On PostgreSQL all kinds of locks count, on MySQL and MariaDB those of rows, and there the user
 * needs the privilege PROCESS; without it the work ends with a {@link PersistenceException}. A
 * server that cannot tell is a pause. Immutable; asks the server once a batch.
 */
public final class LockWaitersThrottle implements Throttle {

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int MOST = 100_000;

  private final DataSource primary;
  private final int most;

  private LockWaitersThrottle(DataSource primary, int most) {
    this.primary = primary;
    this.most = most;
  }

  /**
   * Returns a throttle that pauses while there are more waiting sessions than this.
   *
   * @param most 0 to 100,000
   */
  public static LockWaitersThrottle of(DataSource primary, int most) {
    return new LockWaitersThrottle(
        Arguments.notNull("primary", primary), Arguments.inRange("most", most, 0, MOST));
  }

  @Override
  public Pause ask(long rows) {
    try (Borrowed borrowed = Borrowed.of(primary)) {
      Connection connection = borrowed.connection();
      boolean postgreSql = Dialect.detect(connection).equals(Dialect.postgreSql());
      long waiting =
          Sql.number(
              connection,
              postgreSql
                  ? "SELECT COUNT(DISTINCT pid) FROM pg_catalog.pg_locks WHERE NOT granted"
                  : "SELECT COUNT(*) FROM information_schema.innodb_trx"
                      + " WHERE trx_state = 'LOCK WAIT'");
      return waiting > most
          ? new Pause(PAUSE, waiting + " sessions wait for a lock", Cause.LOCK_WAITERS)
          : Pause.none();
    } catch (SQLException failure) {
      if ("42000".equals(failure.getSQLState())) {
        throw new PersistenceException(
            new Explanation(
                "It cannot be told how many sessions wait for a lock",
                String.valueOf(failure.getMessage()),
                "Grant the user PROCESS, or take this throttle out"),
            failure);
      }
      return new Pause(
          PAUSE,
          "it is not known who waits for a lock: " + failure.getMessage(),
          Cause.LOCK_WAITERS);
    }
  }
}
