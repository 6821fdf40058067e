package dev.persistence.cache.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Keys whose loader failed a short time ago. Thread-safe.
 *
 * @param <K> the keys
 */
final class Backoffs<K> {

  private static final int MOST = 10_000;

  private final Cache<K, Long> untilNanos =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
  private final CoarseClock clock;
  private final long pauseNanos;

  Backoffs(CoarseClock clock, Duration pause) {
    this.clock = clock;
    this.pauseNanos = pause.toNanos();
  }

  void begin(K key) {
    untilNanos.put(key, clock.now() + pauseNanos);
  }

  boolean isOn(K key) {
    Long until = untilNanos.getIfPresent(key);
    return until != null && clock.now() - until < 0;
  }
}
