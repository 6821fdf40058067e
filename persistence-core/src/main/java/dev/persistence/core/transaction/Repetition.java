package dev.persistence.core.transaction;

import dev.persistence.core.sql.FailureKind;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides after each failed attempt of one call whether the body runs again, and pauses before it
 * does: conflicts by their number, lost primaries by the time since the first loss. A transaction
 * that is read-only by its own wish is refused its writes everywhere, so that is no loss. Not
 * thread-safe.
 */
final class Repetition {

  private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);

  private final TransactionsConfig config;
  private int conflicts;
  private int losses;
  private long firstLossNanos;

  Repetition(TransactionsConfig config) {
    this.config = config;
  }

  /** Returns whether the body shall run again; the pause is over then. */
  boolean isDue(FailureKind kind, Throwable failure) {
    if (kind.isConflict()) {
      return ++conflicts < config.maxAttempts() && pause(conflicts, failure);
    }
    return isPrimaryLost(kind) && hasPatience() && pause(++losses, failure);
  }

  private boolean isPrimaryLost(FailureKind kind) {
    return kind == FailureKind.CONNECTION_LOST
        || (kind == FailureKind.READ_ONLY && !config.readOnly());
  }

  private boolean hasPatience() {
    long now = config.timeSource().nanos();
    if (losses == 0) {
      firstLossNanos = now;
    }
    return now - firstLossNanos < config.failoverPatience().toNanos();
  }

  /** Returns false if the thread was interrupted, and then leaves it interrupted. */
  private boolean pause(int failedAttempts, Throwable failure) {
    long longest = config.longestPause(failedAttempts).toNanos();
    Duration pause = Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1));
    LOG.debug("Attempt {} failed and may succeed; next in {}", failedAttempts, pause, failure);
    try {
      config.timeSource().sleep(pause);
      return true;
    } catch (InterruptedException interrupted) {
      failure.addSuppressed(interrupted);
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
