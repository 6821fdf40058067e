package dev.persistence.sharding;

import dev.persistence.core.Explanation;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A resolver by ranges that follow each other: a binary search for the last one that begins. */
final class RangeResolver<T> implements ShardResolver {

  private final KeyType<T> keyType;
  private final Comparator<T> order;
  private final List<KeyRange<T>> ranges;

  RangeResolver(KeyType<T> keyType, Comparator<T> order, List<KeyRange<T>> ranges) {
    this.keyType = keyType;
    this.order = order;
    this.ranges = List.copyOf(ranges);
  }

  @Override
  public String shardOf(@Nullable Object key) {
    T wanted = keyType.canonical(key);
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      KeyRange<T> range = ranges.get(middle);
      T from = range.from();
      T to = range.to();
      if (from != null && order.compare(wanted, from) < 0) {
        high = middle - 1;
      } else if (to != null && order.compare(wanted, to) >= 0) {
        low = middle + 1;
      } else {
        return range.shard();
      }
    }
    throw outside(keyType);
  }

  static ShardKeyException outside(KeyType<?> keyType) {
    return new ShardKeyException(
        new Explanation(
            "No shard has this key of type " + keyType,
            "it is below the first range or above the last one",
            "Add a range that has it, with from(…) or below(…) for an open end"));
  }

  static Set<String> shardsOf(List<? extends KeyRange<?>> ranges) {
    return Collections.unmodifiableSet(
        ranges.stream().map(KeyRange::shard).collect(Collectors.toSet()));
  }

  @Override
  public KeyType<?> keyType() {
    return keyType;
  }

  @Override
  public Set<String> shards() {
    return shardsOf(ranges);
  }

  @Override
  public String toString() {
    return "keyType=" + keyType + ", ranges=" + ranges;
  }
}
