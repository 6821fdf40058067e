package dev.persistence.core.transaction;

import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A time source that never waits and remembers what it was asked to wait. */
final class RecordingTimeSource implements TimeSource {

  private final List<Duration> pauses = new ArrayList<>();

  List<Duration> pauses() {
    return pauses;
  }

  @Override
  public long nanos() {
    return pauses.stream().mapToLong(Duration::toNanos).sum();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the pause");
    }
    pauses.add(duration);
  }
}
