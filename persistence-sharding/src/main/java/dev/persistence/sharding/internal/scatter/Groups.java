package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.Explanation;
import dev.persistence.sharding.scatter.Aggregate;
import dev.persistence.sharding.scatter.Aggregate.Kind;
import dev.persistence.sharding.scatter.Order;
import dev.persistence.sharding.scatter.ScatterSpec.GroupColumn;
import dev.persistence.sharding.scatter.ScatterSpec.Grouping;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups of all shards, made of those of each: a row of a shard has the values of its group
 * first and then the parts of each aggregate. Used by one thread.
 */
final class Groups implements Gather.Sink {

  private final Grouping grouping;
  private final long mostBytes;
  private final List<String> labels = new ArrayList<>();
  private final Map<List<@Nullable Object>, @Nullable Object[]> groups = new LinkedHashMap<>();
  private long bytes;

  Groups(Grouping grouping, long mostBytes) {
    this.grouping = grouping;
    this.mostBytes = mostBytes;
    grouping.by().forEach(group -> labels.add(group.column().name()));
    grouping.aggregates().forEach(aggregate -> labels.add(aggregate.label()));
  }

  @Override
  public boolean take(List<String> ofShard, @Nullable Object[] row) throws SQLException {
    checkExtremes(row);
    List<@Nullable Object> key = key(row);
    @Nullable Object[] known = groups.get(key);
    if (known == null) {
      bytes += 2 * Chunk.sizeOf(row);
      Rows.checkSize(bytes, mostBytes);
      groups.put(key, row);
    } else {
      merge(known, row);
    }
    return true;
  }

  private List<@Nullable Object> key(@Nullable Object[] row) {
    List<@Nullable Object> key = new ArrayList<>();
    for (int i = 0; i < grouping.by().size(); i++) {
      GroupColumn column = grouping.by().get(i);
      Object value = row[i];
      if (value instanceof String && !column.text()) {
        throw new UnfitValuesException(
            new Explanation(
                "The rows cannot be grouped by \"" + column.column() + "\"",
                "it is text, and which texts are equal differs between collations",
                "Use groupByText, which compares code points"));
      }
      key.add(value == null ? null : comparable(value, column));
    }
    return key;
  }

  /** Equal numbers may differ in their digits, such as 1.0 and 1.00, or in their sign, as zeros. */
  private static Object comparable(Object value, GroupColumn column) {
    if (value instanceof Number number) {
      return ValueOrder.isFloating(number)
          ? (Object) (number.doubleValue() + 0.0)
          : ValueOrder.exact(number).stripTrailingZeros();
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof Comparable) {
      return value;
    }
    throw new UnfitValuesException(
        new Explanation(
            "The rows cannot be grouped by \"" + column.column() + "\"",
            "which values of " + value.getClass().getName() + " are equal is not known here",
            "Group by numbers, times, UUIDs, booleans, bytes or text"));
  }

  /** Which text is the least differs between collations, even where one shard alone has any. */
  private void checkExtremes(@Nullable Object[] row) {
    int place = grouping.by().size();
    for (Aggregate aggregate : grouping.aggregates()) {
      boolean extreme = aggregate.kind() == Kind.MIN || aggregate.kind() == Kind.MAX;
      if (extreme && !aggregate.text() && row[place] instanceof String) {
        throw new UnfitValuesException(
            new Explanation(
                "There is no " + aggregate.kind() + " of \"" + aggregate.column() + "\"",
                "it is text, whose order differs between collations",
                "Say ofText() of the aggregate, which compares code points"));
      }
      place += aggregate.kind() == Kind.AVG ? 2 : 1;
    }
  }

  private void merge(@Nullable Object[] into, @Nullable Object[] row) {
    int place = grouping.by().size();
    for (Aggregate aggregate : grouping.aggregates()) {
      switch (aggregate.kind()) {
        case MIN -> into[place] = Numbers.extreme(into[place], row[place], -1);
        case MAX -> into[place] = Numbers.extreme(into[place], row[place], 1);
        case AVG -> {
          into[place] = Numbers.sum(into[place], row[place]);
          place++;
          into[place] = Numbers.sum(into[place], row[place]);
        }
        default -> into[place] = Numbers.sum(into[place], row[place]);
      }
      place++;
    }
  }

  /** Gives the groups of all shards to the sink, in that order, as far as it wants them. */
  void into(Gather.Sink sink, List<Order> order) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    groups.values().forEach(parts -> rows.add(finished(parts)));
    rows.sort(new RowOrder(order, labels));
    for (@Nullable Object[] row : rows) {
      if (!sink.take(labels, row)) {
        return;
      }
    }
  }

  private @Nullable Object[] finished(@Nullable Object[] parts) {
    @Nullable Object[] row = Arrays.copyOf(parts, labels.size());
    int place = grouping.by().size();
    int made = place;
    for (Aggregate aggregate : grouping.aggregates()) {
      if (aggregate.kind() == Kind.AVG) {
        row[made++] = Numbers.average(parts[place], parts[place + 1]);
        place += 2;
      } else {
        row[made++] = parts[place++];
      }
    }
    return row;
  }
}
