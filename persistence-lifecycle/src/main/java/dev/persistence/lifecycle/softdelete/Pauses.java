package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.TimeSource;
import dev.persistence.core.keyset.Throttle;

/** Waits as long as a throttle wants. */
final class Pauses {

  private Pauses() {}

  /** Returns false if the thread was interrupted, which it then stays. */
  static boolean passed(Throttle throttle, long rows) {
    Throttle.Pause pause = throttle.ask(rows);
    try {
      while (!pause.isNone()) {
        TimeSource.system().sleep(pause.atLeast());
        pause = throttle.ask(0);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return !Thread.currentThread().isInterrupted();
  }
}
