package dev.persistence.core.keyset;

import dev.persistence.core.TimeSource;
import java.time.Duration;

/** A time source that moves only when someone sleeps on it or sets it. */
final class SettableTimeSource implements TimeSource {

  private long nanos;

  void advance(Duration duration) {
    nanos += duration.toNanos();
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration duration) {
    advance(duration);
  }
}
