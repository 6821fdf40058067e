package dev.persistence.cache.redis;

import dev.persistence.core.TimeSource;
import java.util.concurrent.TimeUnit;

/**
 * What this node knows of the store's clock: its distance from the own monotonic time, learnt anew
 * with every heartbeat, wrong by at most half a round trip. Thread-safe.
 */
final class ServerClock {

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final TimeSource time = TimeSource.system();
  private volatile long offsetMicros = UNKNOWN;

  /** Takes in what the server said to a question sent at this instant and answered now. */
  void learn(long serverMicros, long sentNanos) {
    long middle = sentNanos + (time.nanos() - sentNanos) / 2;
    offsetMicros = serverMicros - TimeUnit.NANOSECONDS.toMicros(middle);
  }

  long nanos() {
    return time.nanos();
  }

  boolean isKnown() {
    return offsetMicros != UNKNOWN;
  }

  /** Returns the microseconds since 1970 by the server's clock. */
  long serverMicros() {
    return TimeUnit.NANOSECONDS.toMicros(time.nanos()) + offsetMicros;
  }
}
