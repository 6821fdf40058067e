package dev.persistence.sharding.scatter;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A value computed from many rows, each shard's first and then of those one. Immutable.
 *
 * <p>NULLs are passed over as SQL has it: a sum, average, minimum or maximum of no value is NULL.
 * An average is the sum over the count of all shards, never an average of averages; of exact
 * numbers it has 34 digits. A count of distinct values cannot be told from those of the shards,
 * unless no value is in two of them: see {@link #countDistinctKeys}.
 *
 * @param kind what is computed
 * @param column of the query; null for a count of rows
 * @param label of the value in the result
 * @param text whether the column holds text, which is then compared by code points
 */
public record Aggregate(Kind kind, @Nullable Identifier column, String label, boolean text) {

  /** What can be computed. */
  public enum Kind {
    COUNT,
    COUNT_DISTINCT,
    SUM,
    MIN,
    MAX,
    AVG
  }

  public Aggregate {
    Arguments.notNull("kind", kind);
    Arguments.notBlank("label", label);
    if (kind != Kind.COUNT && column == null) {
      throw new IllegalArgumentException("column is null; allowed: the column of the " + kind);
    }
    if (text && kind != Kind.MIN && kind != Kind.MAX && kind != Kind.COUNT_DISTINCT) {
      throw new IllegalArgumentException(
          "text is told of " + kind + "; allowed: of MIN, MAX and COUNT_DISTINCT");
    }
  }

  /** Returns the count of rows. */
  public static Aggregate count(String label) {
    return new Aggregate(Kind.COUNT, null, label, false);
  }

  /** Returns the count of rows whose column is not NULL. */
  public static Aggregate count(String column, String label) {
    return new Aggregate(Kind.COUNT, Identifier.of(column), label, false);
  }

  /**
   * Returns the count of distinct values of a column that decides the shard, so that equal values
   * are on one shard and the counts can be added; of another column the sum would be too high.
   * Texts that differ in case are two, whatever the collation; with one of PostgreSQL's that is not
   * deterministic, say {@link #ofText} as well.
   */
  public static Aggregate countDistinctKeys(String shardingColumn, String label) {
    return new Aggregate(Kind.COUNT_DISTINCT, Identifier.of(shardingColumn), label, false);
  }

  public static Aggregate sum(String column, String label) {
    return new Aggregate(Kind.SUM, Identifier.of(column), label, false);
  }

  public static Aggregate avg(String column, String label) {
    return new Aggregate(Kind.AVG, Identifier.of(column), label, false);
  }

  /** Returns the least value; of a column of text it is refused without {@link #ofText}. */
  public static Aggregate min(String column, String label) {
    return new Aggregate(Kind.MIN, Identifier.of(column), label, false);
  }

  /** Returns the greatest value; of a column of text it is refused without {@link #ofText}. */
  public static Aggregate max(String column, String label) {
    return new Aggregate(Kind.MAX, Identifier.of(column), label, false);
  }

  /** Returns this minimum, maximum or count of distinct keys for a column of text. */
  public Aggregate ofText() {
    return new Aggregate(kind, column, label, true);
  }
}
