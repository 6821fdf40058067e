package dev.persistence.sharding.scatter;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a query is asked of many shards, and what becomes of their rows. Immutable; each verb returns
 * another one.
 *
 * <pre>{@code
 * ScatterSpec newest = ScatterSpec.all().orderBy(Order.by("created_at").desc()).limit(20);
 * }</pre>
 *
 * <p>Defaults: all shards, a deadline of 5 s, {@link ScatterPolicy#ALL_OR_ERROR}, rows of at most
 * 32 MiB at a time, asked once, in any order, without a limit, not aggregated.
 *
 * @param shards who is asked, by name; empty for all
 * @param bounds what it may cost
 * @param page which rows, in which order
 * @param grouping what is computed of the rows
 */
public record ScatterSpec(Set<String> shards, Bounds bounds, Page page, Grouping grouping) {

  /** What a limit and an offset may be together, since each shard has to send as many rows. */
  public static final int LONGEST_PAGE = 10_000;

  private static final ScatterSpec ALL =
      new ScatterSpec(
          Set.of(),
          new Bounds(Duration.ofSeconds(5), ScatterPolicy.ALL_OR_ERROR, 32L << 20, null),
          new Page(List.of(), Page.NO_LIMIT, 0),
          new Grouping(List.of(), List.of()));

  /**
   * What a query may cost.
   *
   * @param deadline when its end has come, be it a failure; each shard has 80 % of it
   * @param policy what becomes of it when a shard gives no answer
   * @param maxBytes about how much memory its rows may take at a time
   * @param hedge when it is asked of a shard's replica as well, or null for never
   */
  public record Bounds(
      Duration deadline, ScatterPolicy policy, long maxBytes, @Nullable Hedge hedge) {

    public Bounds {
      Arguments.inRange("deadline", deadline, Duration.ofMillis(10), Duration.ofHours(1));
      Arguments.notNull("policy", policy);
      Arguments.inRange("maxBytes", maxBytes, 64L << 10, 4L << 30);
    }
  }

  /**
   * Which rows, in which order.
   *
   * @param order most significant first; empty for any order
   * @param limit how many rows at most, or {@link #NO_LIMIT}
   * @param offset how many of the first are left out
   */
  public record Page(List<Order> order, int limit, int offset) {

    /** Stands for all rows. */
    public static final int NO_LIMIT = -1;

    public Page {
      order = Arguments.listOf("order", order);
      Arguments.inRange("offset", offset, 0, LONGEST_PAGE);
      Arguments.inRange("limit", limit, NO_LIMIT, LONGEST_PAGE);
      if (limit != NO_LIMIT && limit + offset > LONGEST_PAGE) {
        throw new IllegalArgumentException(
            "limit + offset is "
                + (limit + offset)
                + "; allowed: 0 to "
                + LONGEST_PAGE
                + ", since each shard sends as many rows."
                + " Ask for those after the last key instead");
      }
    }

    /** Returns how many of a shard's rows may be on the page, or {@link #NO_LIMIT}. */
    public int reach() {
      return limit == NO_LIMIT ? NO_LIMIT : limit + offset;
    }
  }

  /**
   * What is computed of the rows.
   *
   * @param by the columns whose values rows of one group share
   * @param aggregates what is computed of each group; empty for the distinct values of the columns
   */
  public record Grouping(List<GroupColumn> by, List<Aggregate> aggregates) {

    public Grouping {
      by = Arguments.listOf("by", by);
      aggregates = Arguments.listOf("aggregates", aggregates);
      Set<String> labels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      Stream.concat(
              by.stream().map(group -> group.column().name()),
              aggregates.stream().map(Aggregate::label))
          .forEach(label -> checkNew(labels, label));
    }

    private static void checkNew(Set<String> labels, String label) {
      if (!labels.add(label)) {
        throw new IllegalArgumentException(
            "label is \"" + label + "\" a second time; allowed: a label of its own for each value");
      }
    }

    /** Tells whether the rows themselves are the result. */
    public boolean isNone() {
      return by.isEmpty() && aggregates.isEmpty();
    }
  }

  /**
   * A column by which rows are grouped.
   *
   * @param column of the query
   * @param text whether it holds text, which is then compared by code points
   */
  public record GroupColumn(Identifier column, boolean text) {

    public GroupColumn {
      Arguments.notNull("column", column);
    }
  }

  public ScatterSpec {
    shards = Set.copyOf(Arguments.notNull("shards", shards));
    Arguments.notNull("bounds", bounds);
    Arguments.notNull("page", page);
    Arguments.notNull("grouping", grouping);
  }

  /** Returns a query of all shards. */
  public static ScatterSpec all() {
    return ALL;
  }

  /** Returns a query of these shards. */
  public static ScatterSpec of(String... shards) {
    Set<String> names = new LinkedHashSet<>(Arguments.listOf("shards", shards));
    if (names.isEmpty()) {
      throw new IllegalArgumentException("shards is empty; allowed: at least one name");
    }
    return new ScatterSpec(names, ALL.bounds, ALL.page, ALL.grouping);
  }

  private ScatterSpec with(Bounds other) {
    return new ScatterSpec(shards, other, page, grouping);
  }

  private ScatterSpec with(Page other) {
    return new ScatterSpec(shards, bounds, other, grouping);
  }

  private ScatterSpec with(Grouping other) {
    return new ScatterSpec(shards, bounds, page, other);
  }

  /** Sets when the query's end has come; 10 ms to 1 hour. */
  public ScatterSpec deadline(Duration deadline) {
    return with(new Bounds(deadline, bounds.policy, bounds.maxBytes, bounds.hedge));
  }

  /** Sets what becomes of the query when a shard gives no answer. */
  public ScatterSpec policy(ScatterPolicy policy) {
    return with(new Bounds(bounds.deadline, policy, bounds.maxBytes, bounds.hedge));
  }

  /** Sets how much memory rows may take at a time; 64 KiB to 4 GiB. */
  public ScatterSpec maxBytes(long bytes) {
    return with(new Bounds(bounds.deadline, bounds.policy, bytes, bounds.hedge));
  }

  /**
   * Asks a slow shard's {@linkplain
   * dev.persistence.sharding.ShardedDataSourceBuilder#replica(String, javax.sql.DataSource)
   * replica} as well, if it has one, and takes the rows of whoever answers first; the other is
   * cancelled. At most one query in twenty is asked twice, and ten more at once.
   */
  public ScatterSpec hedge(Hedge hedge) {
    Arguments.notNull("hedge", hedge);
    return with(new Bounds(bounds.deadline, bounds.policy, bounds.maxBytes, hedge));
  }

  /** Sets the order, most significant column first; these are columns of the result. */
  public ScatterSpec orderBy(Order... order) {
    return with(new Page(Arguments.listOf("order", order), page.limit, page.offset));
  }

  /** Sets how many rows there are at most; with the offset up to {@value #LONGEST_PAGE}. */
  public ScatterSpec limit(int rows) {
    Arguments.inRange("limit", rows, 0, LONGEST_PAGE);
    return with(new Page(page.order, rows, page.offset));
  }

  /**
   * Sets how many of the first rows are left out. Every shard sends these rows all the same: a
   * condition on the last key seen is better wherever there is one.
   */
  public ScatterSpec offset(int rows) {
    return with(new Page(page.order, page.limit, rows));
  }

  /**
   * Groups rows by columns of numbers, times, UUIDs, booleans or bytes; without an aggregate the
   * result has each group's values once.
   */
  public ScatterSpec groupBy(String... columns) {
    return with(new Grouping(added(columns, false), grouping.aggregates));
  }

  /** Groups rows by columns of text, by its code points. */
  public ScatterSpec groupByText(String... columns) {
    return with(new Grouping(added(columns, true), grouping.aggregates));
  }

  private List<GroupColumn> added(String[] columns, boolean text) {
    List<GroupColumn> all = new ArrayList<>(grouping.by);
    Arguments.listOf("columns", columns)
        .forEach(name -> all.add(new GroupColumn(Identifier.of(name), text)));
    return all;
  }

  /** Sets what is computed of each group, or of all rows if there are no groups. */
  public ScatterSpec aggregate(Aggregate... aggregates) {
    return with(new Grouping(grouping.by, Arguments.listOf("aggregates", aggregates)));
  }
}
