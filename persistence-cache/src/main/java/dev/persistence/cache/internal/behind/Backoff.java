package dev.persistence.cache.internal.behind;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses with full jitter: random up to a bound that doubles with each failure (M. Brooker,
 * "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
 */
record Backoff(Duration base, Duration cap) {

  private static final int MOST_DOUBLINGS = 30;

  long pauseNanos(int failures) {
    return ThreadLocalRandom.current().nextLong(longestNanos(failures) + 1);
  }

  long longestNanos(int failures) {
    long longest = base.toNanos();
    for (int i = 1; i < Math.min(failures, MOST_DOUBLINGS) && longest < cap.toNanos(); i++) {
      longest *= 2;
    }
    return Math.min(longest, cap.toNanos());
  }
}
