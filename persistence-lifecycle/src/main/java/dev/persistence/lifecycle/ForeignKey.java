package dev.persistence.lifecycle;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.util.List;

/**
 * A foreign key as the database's catalog has it.
 *
 * @param child the table that has it
 * @param columns of the child
 * @param parent the table that it leads to
 * @param parentColumns one for each column of the child
 */
public record ForeignKey(
    Identifier name,
    TableName child,
    List<Identifier> columns,
    TableName parent,
    List<Identifier> parentColumns) {

  public ForeignKey {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }

  @Override
  public String toString() {
    return name + " (" + child + " " + columns + " -> " + parent + " " + parentColumns + ")";
  }
}
