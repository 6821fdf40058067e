package dev.persistence.cache.internal;

import org.jspecify.annotations.Nullable;

/**
 * A value and its time, as a load or the store gave it. Instants are of the {@link CoarseClock}.
 * Immutable.
 *
 * @param value null if it is known that there is none
 * @param softNanos up to when it is fresh
 * @param hardNanos up to when it may be served where no fresh one can be had
 * @param origin how it came to be
 * @param <V> the values
 */
record Entry<V>(@Nullable V value, long softNanos, long hardNanos, Origin origin) {

  /**
   * How a value came to be.
   *
   * @param version as the loader told, or -1
   * @param loadNanos how long the load took, for refreshing ahead of the expiry
   * @param storedNanos when it was stored
   * @param tagged whether it must not outlive its tags
   */
  record Origin(long version, long loadNanos, long storedNanos, boolean tagged) {}

  /**
   * How many durations of the load ahead of the expiry a refresh is thought of at all: farther out
   * its chance is below e^-20 a read.
   */
  private static final long HORIZON = 20;

  boolean isFresh(long now) {
    return now - softNanos < 0;
  }

  boolean isUsable(long now) {
    return now - hardNanos < 0;
  }

  /** Returns from when on a read considers a refresh; the expiry itself if beta is 0. */
  long refreshFromNanos(double beta) {
    return softNanos - (long) (origin.loadNanos * beta * HORIZON);
  }

  /** Returns the same, no longer fresh. */
  Entry<V> expiredAt(long now) {
    return new Entry<>(value, now - softNanos < 0 ? now : softNanos, hardNanos, origin);
  }

  /** Throws the dice on whether a read shall refresh the value now (Vattani et al., 2015). */
  boolean isRefreshDue(double beta, double uniform, long now) {
    return now - softNanos - (long) (origin.loadNanos * beta * Math.log(1 - uniform)) >= 0;
  }
}
