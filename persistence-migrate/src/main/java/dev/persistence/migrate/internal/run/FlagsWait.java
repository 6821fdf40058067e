package dev.persistence.migrate.internal.run;

import dev.persistence.core.TimeSource;
import dev.persistence.migrate.MigratorConfig;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Waits until no instance of the application goes by flags from before the migration's state.
 *
 * <p>Time is the database's, since another runner may have brought the migration there; a runner
 * that has waited as long by its own clock goes on too, in case the database's was set back. The
 * runner keeps its lock, which is asked for all the while, and holds none that a client could meet.
 */
final class FlagsWait {

  /** From the answer of the flags to the end of the read that goes by it. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

  private static final Duration STRIDE = Duration.ofSeconds(1);

  private final RunnerSession session;
  private final History history;
  private final MigratorConfig config;

  FlagsWait(RunnerSession session, History history, MigratorConfig config) {
    this.session = session;
    this.history = history;
    this.config = config;
  }

  /** Returns whether there was anything to wait for. */
  boolean since(String version) throws SQLException {
    if (config.flagsAge().isZero()) {
      return false;
    }
    Duration whole = config.flagsAge().plus(ON_THE_WAY);
    TimeSource time = config.timeSource();
    long start = time.nanos();
    boolean waited = false;
    Duration left = whole.minus(history.age(version));
    while (left.compareTo(Duration.ZERO) > 0) {
      waited = true;
      pause(left.compareTo(STRIDE) < 0 ? left : STRIDE);
      session.requireLock(version);
      Duration own = Duration.ofNanos(time.nanos() - start);
      left = own.compareTo(whole) >= 0 ? Duration.ZERO : whole.minus(history.age(version));
    }
    return waited;
  }

  private void pause(Duration duration) throws SQLException {
    try {
      config.timeSource().sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while flags of before were still in use", interrupted);
    }
  }
}
