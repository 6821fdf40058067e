package dev.persistence.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The JVM's own monotonic clock. */
enum SystemTimeSource implements TimeSource {
  INSTANCE;

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) { // Which a sleep of no time would not notice.
      throw new InterruptedException();
    }
    TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(duration));
  }
}
