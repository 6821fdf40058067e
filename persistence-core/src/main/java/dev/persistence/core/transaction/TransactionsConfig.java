package dev.persistence.core.transaction;

import dev.persistence.core.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The effective options of {@link Transactions}. Immutable.
 *
 * @param isolation null: as the connection has it
 * @param readOnly whether connections are set read-only
 * @param maxAttempts how often a body may run, the first time included
 * @param backoffBase longest pause before the second attempt; doubles with each further one
 * @param backoffCap longest pause of all
 * @param timeSource what the pauses are waited on
 */
public record TransactionsConfig(
    @Nullable Isolation isolation,
    boolean readOnly,
    int maxAttempts,
    Duration backoffBase,
    Duration backoffCap,
    TimeSource timeSource) {

  /** Returns the longest pause after this many failed attempts. */
  Duration longestPause(int failedAttempts) {
    Duration longest = backoffBase;
    for (int i = 1; i < failedAttempts && longest.compareTo(backoffCap) < 0; i++) {
      longest = longest.multipliedBy(2);
    }
    return longest.compareTo(backoffCap) < 0 ? longest : backoffCap;
  }

  @Override
  public String toString() {
    return "isolation="
        + (isolation == null ? "of the connection" : isolation)
        + ", readOnly="
        + readOnly
        + ", maxAttempts="
        + maxAttempts
        + ", backoffBase="
        + backoffBase
        + ", backoffCap="
        + backoffCap;
  }
}
