package dev.persistence.sharding;

import dev.persistence.core.Arguments;

/**
 * Neighbouring buckets, both ends included.
 *
 * @param first the number of the first bucket, 0 or more
 * @param last the number of the last bucket, {@code first} or more
 */
public record BucketRange(int first, int last) {

  public BucketRange {
    Arguments.inRange("first", first, 0, ShardMap.MAX_BUCKETS - 1);
    Arguments.inRange("last", last, first, ShardMap.MAX_BUCKETS - 1);
  }

  /** Returns how many buckets these are. */
  public int size() {
    return last - first + 1;
  }

  /** Returns {@code 0-1023}. */
  @Override
  public String toString() {
    return first + "-" + last;
  }
}
