package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.operation.AddColumn;
import dev.persistence.migrate.internal.operation.ChangeType;
import dev.persistence.migrate.internal.operation.ColumnSpec;
import dev.persistence.migrate.internal.operation.MergeColumns;
import dev.persistence.migrate.internal.operation.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A new column: what it holds, and what the old columns hold when only it was written.
 *
 * <p>Defaults: may hold NULL, no default value, follows from nothing. Not thread-safe.
 */
public final class ColumnChange {

  private final Identifier column;
  private final String type;
  private final Map<Identifier, String> downs = new LinkedHashMap<>();
  private boolean notNull;
  private @Nullable String up;
  private @Nullable String down;
  private @Nullable String defaultValue;

  ColumnChange(Identifier column, String type) {
    this.column = column;
    this.type = type;
  }

  /** Forbids NULL, from the contract phase on. */
  public ColumnChange notNull() {
    this.notNull = true;
    return this;
  }

  /** Sets the new column's value as it follows from the old columns. */
  public ColumnChange up(String expression) {
    this.up = Arguments.notBlank("up", expression);
    return this;
  }

  /**
   * Sets the value of the one column that {@code up} reads as it follows from the new column, which
   * replaces it: the old one goes in the contract phase.
   */
  public ColumnChange down(String expression) {
    this.down = Arguments.notBlank("down", expression);
    return this;
  }

  /**
   * Sets the value of this old column as it follows from the new column, which replaces it: the old
   * one goes in the contract phase.
   */
  public ColumnChange down(String oldColumn, String expression) {
    downs.put(Identifier.of(oldColumn), Arguments.notBlank("down", expression));
    return this;
  }

  /** Sets the default value, in force from the contract phase on, as SQL text. */
  public ColumnChange defaultTo(String expression) {
    this.defaultValue = Arguments.notBlank("default", expression);
    return this;
  }

  Operation adding(TableName table) {
    return new AddColumn(table, spec(), down);
  }

  Operation replacing(TableName table, Identifier old) {
    return new ChangeType(table, old, spec(), down);
  }

  Operation merging(TableName table, List<Identifier> merged) {
    if (down != null) {
      throw new IllegalArgumentException(
          "the down of \""
              + column
              + "\" does not say which column it is for; write"
              + " down(column, expression) for each of "
              + merged);
    }
    return new MergeColumns(table, merged, spec());
  }

  ColumnSpec part() {
    if (down != null || !downs.isEmpty()) {
      throw new IllegalArgumentException(
          "\""
              + column
              + "\" has a down; what the column that is split holds follows from all its parts:"
              + " splitColumn(column, down)");
    }
    return spec();
  }

  private ColumnSpec spec() {
    return new ColumnSpec(column, type, notNull, up, downs, defaultValue);
  }
}
