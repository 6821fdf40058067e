package dev.persistence.core;

import java.time.Duration;

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
}
