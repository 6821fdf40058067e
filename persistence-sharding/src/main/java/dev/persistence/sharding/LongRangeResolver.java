package dev.persistence.sharding;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A resolver by ranges of numbers, without a {@link Long} for each look-up. */
final class LongRangeResolver implements ShardResolver {

  private final List<KeyRange<Long>> ranges;
  private final long[] starts;
  private final String[] shards;

  /** The largest number that has a shard. */
  private final long last;

  LongRangeResolver(List<KeyRange<Long>> ranges) {
    this.ranges = List.copyOf(ranges);
    this.starts = ranges.stream().mapToLong(LongRangeResolver::startOf).toArray();
    this.shards = ranges.stream().map(KeyRange::shard).toArray(String[]::new);
    Long end = ranges.get(ranges.size() - 1).to();
    this.last = end == null ? Long.MAX_VALUE : end - 1;
  }

  private static long startOf(KeyRange<Long> range) {
    Long from = range.from();
    return from == null ? Long.MIN_VALUE : from;
  }

  @Override
  public String shardOf(@Nullable Object key) {
    return shardOf(KeyType.INT8.canonical(key).longValue());
  }

  @Override
  public String shardOf(long key) {
    int found = Arrays.binarySearch(starts, key);
    int range = found < 0 ? -found - 2 : found;
    if (range < 0 || key > last) {
      throw RangeResolver.outside(KeyType.INT8);
    }
    return shards[range];
  }

  @Override
  public KeyType<?> keyType() {
    return KeyType.INT8;
  }

  @Override
  public Set<String> shards() {
    return RangeResolver.shardsOf(ranges);
  }

  @Override
  public String toString() {
    return "keyType=INT8, ranges=" + ranges;
  }
}
