package dev.persistence.sharding.id;

import dev.persistence.core.Arguments;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Builder of {@link BucketIds}. Not thread-safe. */
public final class BucketIdsBuilder {

  int buckets = 4_096;
  Instant origin = Instant.parse("2025-01-01T00:00:00Z");
  Duration lead = Duration.ofSeconds(1);
  Clock clock = Clock.systemUTC();
  RandomGenerator random = new SecureRandom();

  BucketIdsBuilder() {}

  /** How many buckets the map has: a power of two, 2 to 8,192. Default: 4,096. */
  public BucketIdsBuilder buckets(int number) {
    Arguments.inRange("buckets", number, 2, BucketIds.MAX_BUCKETS);
    if (Integer.bitCount(number) != 1) {
      throw new IllegalArgumentException("buckets is " + number + "; allowed: a power of two");
    }
    this.buckets = number;
    return this;
  }

  /** Where time begins; must never change. Default: the begin of 2025, UTC. */
  public BucketIdsBuilder origin(Instant instant) {
    this.origin = Arguments.notNull("origin", instant);
    return this;
  }

  /** How far ids may be ahead of the clock: 0 to 1 minute. Default: 1 second. */
  public BucketIdsBuilder lead(Duration most) {
    this.lead = Arguments.inRange("lead", most, Duration.ZERO, Duration.ofMinutes(1));
    return this;
  }

  /** Where the time comes from. Default: the system's clock. */
  public BucketIdsBuilder clock(Clock source) {
    this.clock = Arguments.notNull("clock", source);
    return this;
  }

  /** Where the numbers of a millisecond start; thread-safe. Default: a {@link SecureRandom}. */
  public BucketIdsBuilder random(RandomGenerator source) {
    this.random = Arguments.notNull("random", source);
    return this;
  }

  public BucketIds build() {
    return new BucketIds(this);
  }
}
