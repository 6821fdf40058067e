package dev.persistence.lifecycle;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Something in the database that nobody has said anything about.
 *
 * @param column null: the whole table
 */
public record Drift(TableName table, @Nullable Identifier column) {

  @Override
  public String toString() {
    return column == null
        ? "table \"" + table + "\" is not described"
        : "column \"" + column + "\" of table \"" + table + "\" is not described";
  }
}
