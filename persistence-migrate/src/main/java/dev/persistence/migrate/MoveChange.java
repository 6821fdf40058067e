package dev.persistence.migrate;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.operation.MoveColumn;
import dev.persistence.migrate.internal.operation.Operation;

/**
 * A column that moves to another table.
 *
 * <p>Default: the application inserts the rows of the other table. Not thread-safe.
 *
 * @see TableChanges#moveColumn
 */
public final class MoveChange {

  private final Identifier column;
  private final TableName target;
  private final Identifier referring;
  private boolean create;

  MoveChange(Identifier column, TableName target, Identifier referring) {
    this.column = column;
    this.target = target;
    this.referring = referring;
  }

  /**
   * Has rows of the other table created for values that have none to go to. For a table that no old
   * version inserts into: what is there already when it does would make that fail.
   */
  public MoveChange createMissing() {
    this.create = true;
    return this;
  }

  Operation of(TableName table) {
    return new MoveColumn(table, column, target, referring, create);
  }
}
