package dev.persistence.benchmarks.database;

import dev.persistence.core.TimeSource;
import java.time.Duration;

/**
 * The time in which operations of a fixed pace fall due. It ends at an instant, and what was due
 * before that is still done: what a slow operation has held up to the end would count as never
 * asked for otherwise.
 */
final class Shift {

  /** Set before {@link #over}; before that nothing is due after it. */
  private volatile long end = System.nanoTime();

  private volatile boolean over;

  /** Ends it now. */
  void end() {
    end = System.nanoTime();
    over = true;
  }

  /** Ends it as if it had never begun, unless it has ended. */
  void abandon() {
    over = true;
  }

  /** Waits until that instant of {@link System#nanoTime}, and returns whether it is within. */
  boolean reaches(long due) throws InterruptedException {
    long early = due - System.nanoTime();
    if (early > 0 && !over) {
      TimeSource.system().sleep(Duration.ofNanos(early));
    }
    return !over || due - end <= 0;
  }
}
