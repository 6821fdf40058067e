package dev.persistence.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Monotonic time and the way to wait for it, injected wherever a duration is measured.
 *
 * <p>Values of two sources cannot be compared. Wall-clock time is not here on purpose: whatever is
 * compared across machines comes from the database's clock. Implementations are thread-safe.
 */
public interface TimeSource {

  /** Returns nanoseconds since an arbitrary origin; never goes back. */
  long nanos();

  /**
   * Waits at least this long; zero and negative durations return at once.
   *
   * @throws InterruptedException if the thread was interrupted before or during the wait
   */
  void sleep(Duration duration) throws InterruptedException;

  /** Returns the source over {@link System#nanoTime()}. */
  static TimeSource system() {
    return SystemTimeSource.INSTANCE;
  }

  /** The JVM's own monotonic clock. */
  enum SystemTimeSource implements TimeSource {
    INSTANCE;

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
  }
}
