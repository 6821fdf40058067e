package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builder of a resolver by ranges of keys. Each range has its lower end and not its upper one.
 *
 * <p>Ranges may be named in any order. They must follow each other without gap or overlap; what is
 * below the first or above the last has no shard. Text is compared by code points, as PostgreSQL's
 * collation {@code C} does. Not thread-safe.
 *
 * @param <T> the class of canonical keys
 */
public final class RangeResolverBuilder<T> implements ResolverBuilder {

  private final KeyType<T> keyType;
  private final Comparator<T> order;
  private final List<KeyRange<T>> ranges = new ArrayList<>();

  RangeResolverBuilder(KeyType<T> keyType) {
    this.keyType = Arguments.notNull("keyType", keyType);
    this.order = KeyRange.orderOf(keyType);
  }

  /** Adds the keys from {@code from}, included, to {@code to}, excluded. */
  public RangeResolverBuilder<T> between(T from, T to, String shard) {
    return add(Arguments.notNull("from", from), Arguments.notNull("to", to), shard);
  }

  /** Adds all keys below {@code to}. */
  public RangeResolverBuilder<T> below(T to, String shard) {
    return add(null, Arguments.notNull("to", to), shard);
  }

  /** Adds {@code from} and all keys above. */
  public RangeResolverBuilder<T> from(T from, String shard) {
    return add(Arguments.notNull("from", from), null, shard);
  }

  private RangeResolverBuilder<T> add(@Nullable T from, @Nullable T to, String shard) {
    KeyRange<T> range = new KeyRange<>(from, to, Arguments.notBlank("shard", shard));
    boolean empty =
        from == null
            ? "".equals(to) || Long.valueOf(Long.MIN_VALUE).equals(to)
            : to != null && order.compare(from, to) >= 0;
    if (empty) {
      throw new IllegalArgumentException("range is " + range + "; allowed: one that has keys");
    }
    ranges.add(range);
    return this;
  }

  @Override
  public ShardResolver build(Collection<String> shards) {
    List<KeyRange<T>> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparing(KeyRange::from, Comparator.nullsFirst(order)));
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("ranges is empty; allowed: one range at least");
    }
    for (KeyRange<T> range : sorted) {
      if (!Arguments.notNull("shards", shards).contains(range.shard())) {
        throw new IllegalArgumentException(
            "range is " + range + "; allowed: one on a shard out of " + shards);
      }
    }
    for (int i = 1; i < sorted.size(); i++) {
      assertNeighbours(sorted.get(i - 1), sorted.get(i));
    }
    return keyType == KeyType.INT8
        ? new LongRangeResolver(KeyRange.cast(sorted))
        : new RangeResolver<>(keyType, order, sorted);
  }

  private void assertNeighbours(KeyRange<T> lower, KeyRange<T> upper) {
    T end = lower.to();
    T start = upper.from();
    int gap = end == null || start == null ? -1 : order.compare(start, end);
    if (gap != 0) {
      throw new IllegalArgumentException(
          "ranges are "
              + lower
              + " and "
              + upper
              + ", with "
              + (gap < 0 ? "an overlap" : "a gap")
              + "; allowed: neither");
    }
  }
}
