package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.Explanation;
import dev.persistence.sharding.scatter.Order;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares rows by the columns that a result is ordered by. Immutable. */
final class RowOrder implements Comparator<@Nullable Object[]> {

  private final List<Order> order;
  private final int[] places;

  /**
   * @param labels the names of the rows' columns
   * @throws UnfitValuesException if a column is none of the rows'
   */
  RowOrder(List<Order> order, List<String> labels) {
    this.order = order;
    this.places = new int[order.size()];
    for (int i = 0; i < places.length; i++) {
      String column = order.get(i).column().name();
      places[i] = labels.indexOf(column);
      if (places[i] < 0) {
        throw new UnfitValuesException(
            new Explanation(
                "The rows cannot be ordered by \"" + column + "\"",
                "the columns of the result are " + labels,
                "Name one of them, or select that column, too"));
      }
    }
  }

  /**
   * Compares two rows.
   *
   * @throws UnfitValuesException if their values have no order that all databases share
   */
  @Override
  public int compare(@Nullable Object[] a, @Nullable Object[] b) {
    for (int i = 0; i < places.length; i++) {
      int result = compare(order.get(i), a[places[i]], b[places[i]]);
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  private static int compare(Order by, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      int nullIsMore = Boolean.compare(a == null, b == null);
      return by.nullsFirst() ? -nullIsMore : nullIsMore;
    }
    if (a instanceof String != by.text() || b instanceof String != by.text()) {
      throw new UnfitValuesException(
          new Explanation(
              "The rows cannot be ordered by \"" + by.column() + "\"",
              by.text() ? "it is no text" : "it is text, whose order differs between collations",
              by.text() ? "Use Order.by" : "Use Order.byText, which orders by code points"));
    }
    int result = ValueOrder.INSTANCE.compare(a, b);
    return by.descending() ? -result : result;
  }
}
