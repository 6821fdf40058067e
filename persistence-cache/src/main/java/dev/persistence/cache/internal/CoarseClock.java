package dev.persistence.cache.internal;

import dev.persistence.core.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Monotonic time that costs a plain read: a thread of its own looks at the real clock every few
 * milliseconds. A value is late by that much, which {@link #TICK} bounds unless the machine is
 * stopped; so whoever promises a bound subtracts it. Given a time source that is not the system's,
 * it asks that one each time and starts no thread.
 */
public final class CoarseClock implements AutoCloseable {

  /** How late a value is at most, unless the machine lets nobody run. */
  public static final Duration TICK = Duration.ofMillis(2);

  private final TimeSource time;
  private final @Nullable Thread ticker;
  private volatile long nowNanos;
  private volatile boolean closed;

  public CoarseClock(String cache, TimeSource time) {
    this.time = time;
    this.nowNanos = time.nanos();
    if (time.equals(TimeSource.system())) {
      this.ticker = new Thread(this::tick, "persistence-cache-clock-" + cache);
      ticker.setDaemon(true);
      ticker.start();
    } else {
      this.ticker = null;
    }
  }

  /** Returns nanoseconds since an arbitrary origin. */
  public long now() {
    return ticker == null ? time.nanos() : nowNanos;
  }

  private void tick() {
    while (!closed) {
      nowNanos = time.nanos();
      try {
        time.sleep(TICK);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    if (ticker != null) {
      ticker.interrupt();
    }
  }
}
