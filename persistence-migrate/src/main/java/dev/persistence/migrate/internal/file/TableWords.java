package dev.persistence.migrate.internal.file;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.ColumnChange;
import dev.persistence.migrate.MoveChange;
import dev.persistence.migrate.SplitChange;
import dev.persistence.migrate.TableChanges;
import java.util.Collections;
import java.util.List;
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

  private static final String CREATE_MISSING = "create missing";

  /** Calls the method; returns what directives below tell more of. */
  interface Call {
    Told on(TableChanges table, String[] words);
  }

  /** A column with an up and the like, or one that is split, or neither. */
  record Told(@Nullable ColumnChange column, @Nullable SplitChange split) {}

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
    words.put("split-column", new TableWord("COLUMN EXPRESSION", TableWords::splitColumn));
    words.put(
        "merge-columns", new TableWord("COLUMN,COLUMN NEWCOLUMN TYPE", TableWords::mergeColumns));
    words.put(
        "move-column",
        word("COLUMN TABLE REFERRINGCOLUMN [create missing]", TableWords::moveColumn));
    words.put(
        "rename-column", word("COLUMN NEWNAME", (table, w) -> table.renameColumn(w[0], w[1])));
    words.put(
        "set-not-null", word("COLUMN EXPRESSION", (table, w) -> table.setNotNull(w[0], w[1])));
    words.put(
        "drop-not-null", word("COLUMN EXPRESSION", (table, w) -> table.dropNotNull(w[0], w[1])));
    words.put("set-default", word("COLUMN EXPRESSION", (table, w) -> table.setDefault(w[0], w[1])));
    words.put("add-enum-value", word("COLUMN VALUE", (table, w) -> table.addEnumValue(w[0], w[1])));
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
          return new Told(null, null);
        });
  }

  private static Told addColumn(TableChanges table, String[] words) {
    return told(words[1], type -> table.addColumn(words[0], type));
  }

  private static Told changeType(TableChanges table, String[] words) {
    return told(words[2], type -> table.changeType(words[0], words[1], type));
  }

  private static Told mergeColumns(TableChanges table, String[] words) {
    List<String> merged = List.of(list(words[0]));
    return told(words[2], type -> table.mergeColumns(merged, words[1], type));
  }

  private static Told splitColumn(TableChanges table, String[] words) {
    return new Told(null, table.splitColumn(words[0], words[1]));
  }

  private static void moveColumn(TableChanges table, String[] words) {
    MoveChange move = table.moveColumn(words[0], table(words[1]), words[2]);
    if (words.length > 3) {
      if (!words[3].equals(CREATE_MISSING)) {
        throw new IllegalArgumentException(
            "\"" + words[3] + "\" is not known here; allowed: " + CREATE_MISSING);
      }
      move.createMissing();
    }
  }

  private static Told told(String type, Function<String, ColumnChange> change) {
    return new Told(typed(type, change), null);
  }

  static ColumnChange typed(String type, Function<String, ColumnChange> change) {
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
