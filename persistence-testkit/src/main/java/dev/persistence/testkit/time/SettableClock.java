package dev.persistence.testkit.time;

import dev.persistence.core.Arguments;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A wall clock that shows what the test has set, and may go back as wall clocks do.
 *
 * <p>Starts at 2000-01-01T00:00:00Z in UTC. A clock made by {@link #withZone} shows the same
 * instant as this one for ever. Thread-safe, never blocks.
 */
public final class SettableClock extends Clock {

  private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  public SettableClock() {
    this(new AtomicReference<>(START), ZoneOffset.UTC);
  }

  private SettableClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** Shows the given instant from now on. */
  public void set(Instant instant) {
    now.set(Arguments.notNull("instant", instant));
  }

  /** Moves the clock by the given duration; a negative one moves it back. */
  public void advance(Duration duration) {
    Arguments.notNull("duration", duration);
    now.updateAndGet(instant -> instant.plus(duration));
  }

  @Override
  public Instant instant() {
    return Objects.requireNonNull(now.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public SettableClock withZone(ZoneId zone) {
    return new SettableClock(now, Arguments.notNull("zone", zone));
  }

  @Override
  public String toString() {
    return "SettableClock[" + now.get() + ", " + zone + "]";
  }
}
