package dev.persistence.core.transaction;

import dev.persistence.core.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The effective options of {@link Transactions}. Immutable. */
public final class TransactionsConfig {

  private final @Nullable Isolation isolation;
  private final boolean readOnly;
  private final int maxAttempts;
  private final Duration backoffBase;
  private final Duration backoffCap;
  private final Duration failoverPatience;
  private final TimeSource timeSource;

  TransactionsConfig(TransactionsBuilder builder) {
    this.isolation = builder.isolation;
    this.readOnly = builder.readOnly;
    this.maxAttempts = builder.maxAttempts;
    this.backoffBase = builder.backoffBase;
    this.backoffCap = builder.backoffCap;
    this.failoverPatience = builder.failoverPatience;
    this.timeSource = builder.timeSource;
  }

  /** Returns the isolation of each transaction; null: as the connection has it. */
  public @Nullable Isolation isolation() {
    return isolation;
  }

  /** Tells whether connections are set read-only. */
  public boolean readOnly() {
    return readOnly;
  }

  /** Returns how often a body may run, the first time included. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** Returns the longest pause before the second attempt; it doubles with each further one. */
  public Duration backoffBase() {
    return backoffBase;
  }

  /** Returns the longest pause of all. */
  public Duration backoffCap() {
    return backoffCap;
  }

  /**
   * Returns for how long a body runs again after a lost connection or, unless it is read-only
   * itself, on a read-only node.
   */
  public Duration failoverPatience() {
    return failoverPatience;
  }

  /** Returns what the pauses are waited on. */
  public TimeSource timeSource() {
    return timeSource;
  }

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
        + backoffCap
        + ", failoverPatience="
        + failoverPatience;
  }
}
