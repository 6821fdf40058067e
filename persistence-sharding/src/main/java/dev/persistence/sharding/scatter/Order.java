package dev.persistence.sharding.scatter;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;

/**
 * A column that the result is ordered by. Immutable.
 *
 * <p>Ascending, with NULLs last, unless said otherwise; every engine is told so, whatever its own
 * habit. Text is ordered by its code points, which needs {@link #byText}: shards may have different
 * collations, and none is known here.
 *
 * @param column of the result
 * @param text whether it holds text
 * @param descending whether the greatest comes first
 * @param nullsFirst whether NULLs come before everything else
 */
public record Order(Identifier column, boolean text, boolean descending, boolean nullsFirst) {

  public Order {
    Arguments.notNull("column", column);
  }

  /** Returns an ascending order by a column of numbers, times, UUIDs, booleans or bytes. */
  public static Order by(String column) {
    return new Order(Identifier.of(column), false, false, false);
  }

  /** Returns an ascending order by the code points of a column of text. */
  public static Order byText(String column) {
    return new Order(Identifier.of(column), true, false, false);
  }

  /** Returns this order with the greatest first; NULLs stay where they are. */
  public Order desc() {
    return new Order(column, text, true, nullsFirst);
  }

  /** Returns this order with NULLs before everything else. */
  public Order withNullsFirst() {
    return new Order(column, text, descending, true);
  }

  /** Returns the order as it reads in SQL. */
  @Override
  public String toString() {
    return column + (descending ? " desc" : "") + (nullsFirst ? " nulls first" : " nulls last");
  }
}
