package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table as the catalog has it.
 *
 * @param name with its schema
 */
public record Table(TableName name, List<Column> columns) {

  public Table {
    columns = List.copyOf(columns);
  }

  public Optional<Column> column(Identifier name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /**
   * Returns the columns that the expression may read: those whose name occurs in its text. That may
   * be too many, and never too few, since a name must be written to be meant.
   */
  public List<Column> mentionedIn(String expression) {
    String text = expression.toLowerCase(Locale.ROOT);
    return columns.stream()
        .filter(column -> text.contains(column.name().name().toLowerCase(Locale.ROOT)))
        .toList();
  }
}
