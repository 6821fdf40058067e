package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column as the catalog has it.
 *
 * @param type SQL text of the type, with all that belongs to it
 * @param defaultValue SQL text, null if there is none
 * @param generated computed or numbered by the database, so that nobody may write it
 * @param textual compared by characters, so that a plain comparison may take two texts for one
 * @param rest SQL text of what else a definition must repeat, such as a comment
 */
public record Column(
    Identifier name,
    String type,
    boolean nullable,
    @Nullable String defaultValue,
    boolean generated,
    boolean textual,
    String rest) {

  /** Returns the names of the columns, for messages. */
  static String names(List<Column> columns) {
    return columns.stream().map(column -> column.name().name()).collect(Collectors.joining(", "));
  }

  /** Returns the column without its default and the like. */
  public Column bare() {
    return new Column(name, type, nullable, null, false, textual, "");
  }

  /** Returns the column with another type of the same kind. */
  Column ofType(String other) {
    return new Column(name, other, nullable, defaultValue, generated, textual, rest);
  }

  public Column withDefault(@Nullable String expression) {
    return new Column(name, type, nullable, expression, generated, textual, rest);
  }

  /** Returns the column with NULL forbidden. */
  public Column notNull() {
    return new Column(name, type, false, defaultValue, generated, textual, rest);
  }

  /** Tells whether the database sets it to the time of now when anything else is updated. */
  public boolean isTimeOfUpdate() {
    return rest.startsWith(" on update");
  }
}
