package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.operation.Operation;
import dev.persistence.migrate.internal.operation.SplitColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * A column that is split: the new columns that replace it, two at least. Not thread-safe.
 *
 * @see TableChanges#splitColumn
 */
public final class SplitChange {

  private final Identifier old;
  private final String down;
  private final List<ColumnChange> parts = new ArrayList<>();

  SplitChange(Identifier old, String down) {
    this.old = old;
    this.down = down;
  }

  /**
   * Adds a new column, which needs an {@link ColumnChange#up} over the old one and takes no down:
   * what the old one holds follows from all of them.
   *
   * @param type SQL of the database, a type alone: constraints and defaults have methods
   */
  public ColumnChange into(String column, String type) {
    ColumnChange part = new ColumnChange(Identifier.of(column), Arguments.notBlank("type", type));
    parts.add(part);
    return part;
  }

  Operation of(TableName table) {
    Arguments.inRange("number of columns that replace one", parts.size(), 2, 16);
    return new SplitColumn(table, old, down, parts.stream().map(ColumnChange::part).toList());
  }
}
