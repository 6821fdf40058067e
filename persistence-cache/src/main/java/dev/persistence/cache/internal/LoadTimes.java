package dev.persistence.cache.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the last loads took, and so for how long a lease is sensibly asked for: four times what
 * 99 of 100 loads stay below, but 1 to 10 s. Thread-safe.
 */
final class LoadTimes {

  private static final int LAST = 128;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** What a lease lasts at most. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  private final AtomicLongArray nanos = new AtomicLongArray(LAST);
  private final AtomicInteger count = new AtomicInteger();

  void add(long duration) {
    nanos.set((count.getAndIncrement() & Integer.MAX_VALUE) % LAST, Math.max(1, duration));
  }

  Duration lease() {
    long[] seen = new long[LAST];
    for (int i = 0; i < LAST; i++) {
      seen[i] = nanos.get(i);
    }
    Arrays.sort(seen);
    long[] known = Arrays.stream(seen).filter(duration -> duration > 0).toArray();
    if (known.length == 0) {
      return LONGEST;
    }
    long p99 = known[(known.length * 99 - 1) / 100];
    long lease = Math.min(LONGEST.toNanos(), Math.max(SHORTEST.toNanos(), p99 * 4));
    return Duration.ofNanos(lease);
  }
}
