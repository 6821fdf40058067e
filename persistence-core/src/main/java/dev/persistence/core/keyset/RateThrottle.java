package dev.persistence.core.keyset;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the instant at which all rows so far are paid for; whoever asks earlier waits until then.
 *
 * <p>This is the generic cell rate algorithm (ITU-T I.371) without a burst: time that nobody used
 * is not saved up. Lock-free.
 */
final class RateThrottle implements Throttle {

  private static final long MOST = 1_000_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long rowsPerSecond;
  private final TimeSource timeSource;
  private final AtomicLong paidAtNanos;

  RateThrottle(long rowsPerSecond, TimeSource timeSource) {
    this.rowsPerSecond = Arguments.inRange("rowsPerSecond", rowsPerSecond, 1, MOST);
    this.timeSource = Arguments.notNull("timeSource", timeSource);
    this.paidAtNanos = new AtomicLong(timeSource.nanos());
  }

  @Override
  public Pause ask(long rows) {
    long now = timeSource.nanos();
    long price = (long) ((double) rows / rowsPerSecond * NANOS_PER_SECOND);
    long paidAt =
        paidAtNanos.updateAndGet(old -> rows == 0 ? old : price + (old - now > 0 ? old : now));
    long wait = paidAt - now;
    return wait <= 0
        ? Pause.none()
        : new Pause(
            Duration.ofNanos(Math.min(wait, Duration.ofDays(1).toNanos())),
            "rate of " + rowsPerSecond + " rows/s",
            Cause.RATE);
  }
}
