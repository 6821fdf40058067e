package dev.persistence.lifecycle;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import java.util.List;

/**
 * One row of a table by its primary key. Its text shows no value, since a key may be personal.
 *
 * @param table without a schema: in that of the catalog
 * @param values one for each column of the primary key, in its order
 */
public record RowKey(TableName table, List<Object> values) {

  public RowKey {
    Arguments.notNull("table", table);
    values = Arguments.listOf("values", values);
    Arguments.inRange("number of values", values.size(), 1, Integer.MAX_VALUE);
  }

  /** Returns the row of this table with this key. */
  public static RowKey of(String table, Object... values) {
    return new RowKey(TableName.of(table), Arguments.listOf("values", values));
  }

  @Override
  public String toString() {
    return "row of " + table;
  }
}
