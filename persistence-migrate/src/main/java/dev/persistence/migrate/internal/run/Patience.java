package dev.persistence.migrate.internal.run;

import dev.persistence.core.TimeSource;
import dev.persistence.migrate.MigratorConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a lock is tried for again that others hold, from the first failure on, with pauses in
 * between of which each is about twice as long as the one before. Not thread-safe.
 */
final class Patience {

  private static final long FIRST_BOUND = Duration.ofMillis(40).toNanos();
  private static final long LAST_BOUND = Duration.ofMillis(500).toNanos();

  private final TimeSource time;
  private final Duration length;
  private boolean tried;
  private long deadlineNanos;
  private long boundNanos = FIRST_BOUND;

  Patience(MigratorConfig config) {
    this.time = config.timeSource();
    this.length = config.lockPatience();
  }

  /** Begins anew, since something was done. */
  void restart() {
    tried = false;
    boundNanos = FIRST_BOUND;
  }

  /** Tells, after a failure, whether there were enough. */
  boolean isOver() {
    if (!tried) {
      tried = true;
      deadlineNanos = time.nanos() + length.toNanos();
    }
    return time.nanos() - deadlineNanos >= 0;
  }

  /** Returns false if the thread was interrupted, and then leaves it interrupted. */
  boolean pause() {
    long nanos = boundNanos / 2 + ThreadLocalRandom.current().nextLong(boundNanos / 2);
    boundNanos = Math.min(2 * boundNanos, LAST_BOUND);
    try {
      time.sleep(Duration.ofNanos(nanos));
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
