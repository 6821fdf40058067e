package dev.persistence.sharding.id;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * A source of ids of 64 bits that tell their time and their bucket: 41 bits milliseconds since an
 * origin, 13 bits bucket, 10 bits sequence.
 *
 * <p>An id finds its shard by itself, with {@code HashScheme.embedded()}. The ids of one source
 * differ from each other; those of one bucket from two sources, as in two processes, collide if
 * both are made in the same millisecond with the same number, so give each bucket one source, or
 * keep a unique constraint and try again. The numbers of a millisecond go on from a random start,
 * round and round.
 *
 * <p>A millisecond has 1,024 numbers. Once they are used up, or when the clock goes back, the
 * milliseconds go on from the last ones instead of the clock's; a source never waits, and refuses
 * when it is more than {@linkplain BucketIdsBuilder#lead the lead} ahead of the clock. Ids are
 * positive for the 34.8 years of 40 bits behind the origin; later ones are refused. Thread-safe,
 * without a lock.
 *
 * @see <a href="https://instagram-engineering.com/sharding-ids-at-instagram-1cf5a71e5a5c">Sharding
 *     and IDs at Instagram, where the layout is from</a>
 */
public final class BucketIds {

  /** The largest number of buckets that an id can tell apart. */
  public static final int MAX_BUCKETS = 8_192;

  private static final int SEQUENCE_BITS = 10;
  private static final int BUCKET_BITS = 13;
  private static final int TIME_BITS = 40;
  private static final int SEQUENCE = (1 << SEQUENCE_BITS) - 1;

  private final int shift;
  private final Instant origin;
  private final long leadMillis;
  private final Clock clock;
  private final RandomGenerator random;

  /** Milliseconds, 10 bits of where their numbers start, 10 bits of how many came after it. */
  private final AtomicLong last = new AtomicLong();

  BucketIds(BucketIdsBuilder builder) {
    this.shift = BUCKET_BITS - Integer.numberOfTrailingZeros(builder.buckets);
    this.origin = builder.origin;
    this.leadMillis = builder.lead.toMillis();
    this.clock = builder.clock;
    this.random = builder.random;
  }

  public static BucketIdsBuilder builder() {
    return new BucketIdsBuilder();
  }

  /**
   * Returns a new id.
   *
   * @param bucket the bucket it has in it, of as many as the builder was told
   * @throws BucketIdException if the source is too far ahead of the clock, or its time is over
   */
  public long next(int bucket) {
    Arguments.inRange("bucket", bucket, 0, (MAX_BUCKETS >> shift) - 1);
    long now = Duration.between(origin, clock.instant()).toMillis();
    long tick = last.updateAndGet(previous -> tick(previous, now));
    long sequence = ((tick >>> SEQUENCE_BITS) + tick) & SEQUENCE;
    return (millis(tick) << (BUCKET_BITS + SEQUENCE_BITS))
        | ((long) bucket << (shift + SEQUENCE_BITS))
        | sequence;
  }

  private long tick(long previous, long now) {
    long millis = millis(previous);
    if (now <= millis && (previous & SEQUENCE) < SEQUENCE) {
      return checked(previous + 1, now);
    }
    long start = (Math.max(now, millis + 1) << SEQUENCE_BITS) | random.nextInt(SEQUENCE + 1);
    return checked(start << SEQUENCE_BITS, now);
  }

  private long checked(long tick, long now) {
    if (now < 0 || millis(tick) >>> TIME_BITS != 0) {
      throw refused("the clock is before the origin, or more than 34.8 years behind it", false);
    }
    if (millis(tick) - now > leadMillis) {
      throw refused(
          "the clock went back, or more than 1,024 ids a millisecond were asked for", true);
    }
    return tick;
  }

  private static long millis(long tick) {
    return tick >>> (2 * SEQUENCE_BITS);
  }

  private static BucketIdException refused(String why, boolean isTransient) {
    return new BucketIdException(
        new Explanation(
            "No id can be made",
            why,
            "Mend the clock; if it went back, the ids come back by themselves"),
        isTransient);
  }

  /** Returns the bucket that an id has in it. */
  public int bucketOf(long id) {
    return ((int) (id >>> SEQUENCE_BITS) >>> shift) & ((MAX_BUCKETS >> shift) - 1);
  }

  /** Returns the time that an id has in it, with the builder's origin. */
  public Instant timeOf(long id) {
    return origin.plusMillis(id >>> (BUCKET_BITS + SEQUENCE_BITS));
  }
}
