package dev.persistence.migrate.internal.file;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.ColumnChange;
import dev.persistence.migrate.TableChanges;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The directives that change a table, each by the name of the method that it calls. Immutable. */
final class TableWords {

  private static final Pattern NOT_NULL =
      Pattern.compile("(.*\\S)\\s+not\\s+null", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Calls the method; returns the column that directives below tell more of, if it has any. */
  interface Call {
    @Nullable ColumnChange on(TableChanges table, String[] words);
  }

  /**
   * A directive.
   *
   * @param usage its words, of which the last one goes up to the end; those in brackets may miss
   */
  record TableWord(String usage, Call call) {}

  /** By their names, in the order of these. */
  static final Map<String, TableWord> ALL = Collections.unmodifiableMap(all());

  private TableWords() {}

  private static Map<String, TableWord> all() {
    Map<String, TableWord> words = new TreeMap<>();
    words.put("add-column", new TableWord("COLUMN TYPE", TableWords::addColumn));
    words.put("change-type", new TableWord("COLUMN NEWCOLUMN TYPE", TableWords::changeType));
    words.put(
        "rename-column", word("COLUMN NEWNAME", (table, w) -> table.renameColumn(w[0], w[1])));
    words.put(
        "set-not-null", word("COLUMN EXPRESSION", (table, w) -> table.setNotNull(w[0], w[1])));
    words.put(
        "drop-not-null", word("COLUMN EXPRESSION", (table, w) -> table.dropNotNull(w[0], w[1])));
    words.put("set-default", word("COLUMN EXPRESSION", (table, w) -> table.setDefault(w[0], w[1])));
    words.put("drop-default", word("COLUMN", (table, w) -> table.dropDefault(w[0])));
    words.put("drop-column", word("COLUMN [EXPRESSION]", TableWords::dropColumn));
    words.put("rename-table", word("NEWNAME", (table, w) -> table.renameTable(w[0])));
    words.put(
        "create-index", word("NAME COLUMNS", (table, w) -> table.createIndex(w[0], list(w[1]))));
    words.put("drop-index", word("NAME", (table, w) -> table.dropIndex(w[0])));
    words.put("add-check", word("NAME CONDITION", (table, w) -> table.addCheck(w[0], w[1])));
    words.put("add-unique", word("NAME COLUMNS", (table, w) -> table.addUnique(w[0], list(w[1]))));
    words.put(
        "add-foreign-key",
        word(
            "NAME COLUMN TABLE PARENTCOLUMN",
            (table, w) -> table.addForeignKey(w[0], w[1], table(w[2]), w[3])));
    return words;
  }

  private static TableWord word(String usage, BiConsumer<TableChanges, String[]> call) {
    return new TableWord(
        usage,
        (table, words) -> {
          call.accept(table, words);
          return null;
        });
  }

  private static ColumnChange addColumn(TableChanges table, String[] words) {
    return typed(words[1], type -> table.addColumn(words[0], type));
  }

  private static ColumnChange changeType(TableChanges table, String[] words) {
    return typed(words[2], type -> table.changeType(words[0], words[1], type));
  }

  private static ColumnChange typed(String type, Function<String, ColumnChange> change) {
    Matcher notNull = NOT_NULL.matcher(type);
    return notNull.matches() ? change.apply(notNull.group(1)).notNull() : change.apply(type);
  }

  private static void dropColumn(TableChanges table, String[] words) {
    if (words.length == 1) {
      table.dropColumn(words[0]);
    } else {
      table.dropColumn(words[0], words[1]);
    }
  }

  private static String[] list(String columns) {
    return columns.split("\\s*,\\s*", -1);
  }

  /** Returns the table of a name that may have its schema before a dot. */
  static TableName table(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? TableName.of(name)
        : TableName.of(name.substring(0, dot), name.substring(dot + 1));
  }
}
