package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoadException;
import dev.persistence.cache.CacheTimeoutException;
import dev.persistence.cache.MissReason;
import dev.persistence.cache.TieredCacheConfig;
import dev.persistence.core.Explanation;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for flights: a short time where there is a stale value, and up to the hard deadline where
 * there is none. Thread-safe.
 *
 * @param <V> the values
 */
final class Arrivals<V> {

  /** The starter of a flight was interrupted; its readers start another. */
  static final class Abandoned extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private final TieredCacheConfig<?, V> config;
  private final Waits waits;
  private final CoarseClock clock;

  Arrivals(TieredCacheConfig<?, V> config, Waits waits, CoarseClock clock) {
    this.config = config;
    this.waits = waits;
    this.clock = clock;
  }

  /** Returns what has landed, or null if the flight was abandoned. */
  @Nullable Landed<V> await(Flight<V> flight, long begunNanos) {
    try {
      try {
        return waits.await(flight.result, left(begunNanos, config.softDeadline().toNanos()));
      } catch (TimeoutException slow) { // Good enough where there is something to serve.
        Entry<V> stale = flight.stale;
        if (stale != null && stale.isUsable(clock.now())) {
          return new Landed<>(stale, MissReason.EXPIRED);
        }
        return waits.await(flight.result, left(begunNanos, config.hardDeadline().toNanos()));
      }
    } catch (TimeoutException late) {
      throw late(late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw interrupted(interrupted);
    } catch (ExecutionException failure) {
      return failed(failure.getCause());
    }
  }

  private long left(long begunNanos, long deadlineNanos) {
    return begunNanos + deadlineNanos - clock.now();
  }

  private @Nullable Landed<V> failed(@Nullable Throwable cause) {
    if (cause instanceof Abandoned) {
      return null;
    }
    if (cause instanceof TimeoutException late) {
      throw late(late);
    }
    throw unchecked(cause);
  }

  /** Returns what a loader has thrown as something to throw on. */
  RuntimeException unchecked(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new CacheLoadException(
        new Explanation(
            "A loader or writer of cache \"" + config.name() + "\" failed",
            "it threw " + (cause == null ? "nothing" : cause.getClass().getName()),
            "See the cause"),
        cause == null ? new IllegalStateException("no cause") : cause);
  }

  private CacheTimeoutException late(TimeoutException late) {
    return new CacheTimeoutException(
        new Explanation(
            "No value from cache \"" + config.name() + "\"",
            "its load did not end within " + config.hardDeadline(),
            "Look why the loader is slow, or raise hardDeadline; a later read loads again"),
        late);
  }

  private CacheTimeoutException interrupted(InterruptedException interrupted) {
    return new CacheTimeoutException(
        new Explanation(
            "No value from cache \"" + config.name() + "\"",
            "the thread was interrupted while it waited for a load",
            "Read again where the thread is not to end"),
        interrupted);
  }
}
