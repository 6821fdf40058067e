package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;

/** A column whose values are those of a column of another table. */
public record Reference(Identifier column, TableName parent, Identifier parentColumn) {

  /** Returns the reference with the other table's full name. */
  public Reference to(TableName qualified) {
    return new Reference(column, qualified, parentColumn);
  }

  @Override
  public String toString() {
    return column + " references " + parent + "." + parentColumn;
  }
}
