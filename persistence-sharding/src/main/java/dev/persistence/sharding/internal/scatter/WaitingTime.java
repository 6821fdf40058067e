package dev.persistence.sharding.internal.scatter;

/**
 * How the time since it was made was spent: waiting for shards, or elsewhere. The clock is read for
 * each wait, not for each row. Confined to one thread.
 */
final class WaitingTime {

  private final long madeNanos = System.nanoTime();
  private long begunNanos;
  private long waitedNanos;

  void begin() {
    begunNanos = System.nanoTime();
  }

  void end() {
    waitedNanos += System.nanoTime() - begunNanos;
  }

  /** Returns what was not spent waiting. */
  long elsewhereNanos() {
    return System.nanoTime() - madeNanos - waitedNanos;
  }
}
