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
 * @param key columns of the primary key, or of another unique index that admits no NULL; empty if
 *     there is neither
 * @param paged whether its rows can be told by the pages they lie on
 * @param rewritten whether somebody's triggers may change a row before it is stored
 */
public record Table(
    TableName name, List<Column> columns, List<Identifier> key, boolean paged, boolean rewritten) {

  public Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** Returns the table as if it had this name. */
  Table named(TableName other) {
    return new Table(other, columns, key, paged, rewritten);
  }

  /** Returns the table as if it had these columns. */
  public Table withColumns(List<Column> others) {
    return new Table(name, others, key, paged, rewritten);
  }

  public Optional<Column> column(Identifier name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /**
   * Returns the columns that the expression may read: those whose name stands in its text, and not
   * as a part of a longer one. That may be too many, and never too few, since a name must be
   * written to be meant.
   */
  public List<Column> mentionedIn(String expression) {
    String text = expression.toLowerCase(Locale.ROOT);
    return columns.stream()
        .filter(column -> isMentioned(column.name().name().toLowerCase(Locale.ROOT), text))
        .toList();
  }

  /** As it is, or within quotes of either kind, where its own ones are doubled. */
  private static boolean isMentioned(String name, String text) {
    return stands(name, text)
        || stands(name.replace("\"", "\"\""), text)
        || stands(name.replace("`", "``"), text);
  }

  private static boolean stands(String name, String text) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (!isOfName(text, at + name.length()) && !isBehindPartOfName(text, at)) {
        return true;
      }
    }
    return false;
  }

  /** A number right before it is none: not every server wants a blank there. */
  private static boolean isBehindPartOfName(String text, int at) {
    int start = at;
    while (isOfName(text, start - 1)) {
      start--;
    }
    return start < at && !Character.isDigit(text.charAt(start));
  }

  private static boolean isOfName(String text, int at) {
    char character = at >= 0 && at < text.length() ? text.charAt(at) : ' ';
    return Character.isLetterOrDigit(character) || character == '_' || character == '$';
  }
}
