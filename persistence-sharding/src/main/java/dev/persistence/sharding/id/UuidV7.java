package dev.persistence.sharding.id;

import dev.persistence.core.Arguments;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * A source of UUIDs of version 7: 48 bits of milliseconds, 12 bits of a counter, 62 random bits.
 *
 * <p>Each UUID is above the one before, as unsigned bytes, which is the order of databases. Within
 * a millisecond the counter goes on from a random start in its lower half; once it is used up, or
 * when the clock goes back, the milliseconds go on from the last ones instead of the clock's.
 * Thread-safe, without a lock of its own; the default source of randomness has one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-6.2">RFC 9562, 5.7 and 6.2 method
 *     1</a>
 */
public final class UuidV7 {

  private static final int COUNTER_BITS = 12;
  private static final long COUNTER = (1 << COUNTER_BITS) - 1;
  private static final int START_BOUND = 1 << (COUNTER_BITS - 1);

  private final Clock clock;
  private final RandomGenerator random;

  /** Milliseconds and counter of the last UUID. */
  private final AtomicLong last = new AtomicLong();

  private UuidV7(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** Returns a source over the system's clock and a {@link SecureRandom}. */
  public static UuidV7 system() {
    return of(Clock.systemUTC(), new SecureRandom());
  }

  /**
   * Returns a source over these.
   *
   * @param random thread-safe; its numbers are all that keeps UUIDs of two processes apart
   */
  public static UuidV7 of(Clock clock, RandomGenerator random) {
    return new UuidV7(Arguments.notNull("clock", clock), Arguments.notNull("random", random));
  }

  /** Returns the next UUID. */
  public UUID next() {
    long tick = nextTick();
    long most = ((tick >>> COUNTER_BITS) << 16) | 0x7000 | (tick & COUNTER);
    long least = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  private long nextTick() {
    long fresh = (clock.millis() << COUNTER_BITS) | random.nextInt(START_BOUND);
    return last.accumulateAndGet(
        fresh,
        (previous, now) -> now >>> COUNTER_BITS > previous >>> COUNTER_BITS ? now : previous + 1);
  }

  /** Returns the milliseconds since 1970 that a UUID of version 7 has in it. */
  public static long millisOf(UUID uuid) {
    if (uuid.version() != 7) {
      throw new IllegalArgumentException("version is " + uuid.version() + "; allowed: 7");
    }
    return uuid.getMostSignificantBits() >>> 16;
  }
}
