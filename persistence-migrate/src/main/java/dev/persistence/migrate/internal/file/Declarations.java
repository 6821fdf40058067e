package dev.persistence.migrate.internal.file;

import dev.persistence.migrate.ColumnChange;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.SplitChange;
import dev.persistence.migrate.TableChanges;
import dev.persistence.migrate.internal.file.TableWords.TableWord;
import dev.persistence.migrate.internal.file.TableWords.Told;
import dev.persistence.migrate.internal.lint.SqlText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a migration of directives, in their order. Not thread-safe. */
final class Declarations {

  /** Directives with the statements of a phase. */
  static final Set<String> PHASES = Set.of("expand", "contract", "abort");

  private static final Set<String> VALUES = Set.of("up", "down", "default");

  /** One of the columns into which another one is split. */
  private static final String PART = "into";

  private static final Pattern NAMED = Pattern.compile("([^\\s:]+):\\s(.*)", Pattern.DOTALL);

  /** A word of a usage that stands for one name. */
  private static final Pattern NAME = Pattern.compile(".*(NAME|COLUMN)");

  private final MigrationText text;
  private final List<Directive> directives;
  private int next;

  Declarations(MigrationText text, List<Directive> directives) {
    this.text = text;
    this.directives = directives;
  }

  Migration addTo(Migration empty) {
    Migration migration = empty;
    try {
      while (next < directives.size()) {
        migration = add(migration, directives.get(next++));
      }
    } catch (IllegalArgumentException wrong) {
      String place = directives.get(next - 1).place();
      throw text.refuse(place, String.valueOf(wrong.getMessage()), "Mend that line");
    }
    return migration;
  }

  private Migration add(Migration migration, Directive directive) {
    return switch (directive.word()) {
      case "table" -> {
        String name = words(directive, "NAME")[0];
        yield migration.table(TableWords.table(name), this::changes);
      }
      case "create-table" -> {
        String[] words = words(directive, "NAME DEFINITION");
        yield migration.createTable(TableWords.table(words[0]), words[1]);
      }
      case "version-views" -> versionViews(migration, directive);
      case "drop-table" -> migration.dropTable(TableWords.table(words(directive, "NAME")[0]));
      case "expand", "contract", "abort" -> statements(migration, directive);
      default -> throw misplaced(directive);
    };
  }

  private Migration versionViews(Migration migration, Directive directive) {
    if (directive.rest().isBlank()) {
      return migration.versionViews();
    }
    if (directive.rest().strip().matches("\\S+")) {
      return migration.versionViews(words(directive, "NAME")[0]);
    }
    String[] words = words(directive, "NAME NAME");
    return migration.versionViews(words[0], words[1]);
  }

  private RuntimeException misplaced(Directive directive) {
    String word = directive.word();
    if (VALUES.contains(word)) {
      return text.refuse(
          directive.place(),
          "\"" + word + "\" does not follow a column",
          "Write add-column, change-type, merge-columns or into right above it");
    }
    if (word.equals(PART)) {
      return text.refuse(
          directive.place(),
          "\"" + word + "\" does not follow a column that is split",
          "Write split-column above it");
    }
    if (TableWords.ALL.containsKey(word)) {
      return text.refuse(
          directive.place(), "\"" + word + "\" belongs to no table", "Write table above it");
    }
    return text.refuse(
        directive.place(),
        "\"" + word + "\" is not known",
        "Use table, create-table, drop-table, version-views, expand, contract or abort; below table"
            + " "
            + String.join(", ", TableWords.ALL.keySet())
            + "; below split-column into; below a column up, down or default");
  }

  private Migration statements(Migration migration, Directive directive) {
    Phase phase = Phase.valueOf(directive.word().toUpperCase(Locale.ROOT));
    List<String> statements = new ArrayList<>(SqlText.statements(directive.rest(), text.mySql()));
    if (phase == Phase.EXPAND && directives.stream().noneMatch(one -> one.word().equals("abort"))) {
      throw text.refuse(
          directive.place(),
          "there are statements to expand and none to abort",
          "Write below abort what undoes them, SELECT 1 if nothing has to");
    }
    if (phase == Phase.ABORT) {
      Collections.reverse(statements); // The one that was added last is run first.
    }
    Migration all = migration;
    for (String statement : statements) {
      all = all.sql(phase, statement);
    }
    return all;
  }

  private void changes(TableChanges table) {
    while (next < directives.size()) {
      Directive directive = directives.get(next);
      TableWord word = TableWords.ALL.get(directive.word());
      if (word == null) {
        return;
      }
      next++;
      Told told = word.call().on(table, words(directive, word.usage()));
      if (told.column() != null) {
        values(told.column());
      }
      if (told.split() != null) {
        parts(told.split());
      }
    }
  }

  private void parts(SplitChange split) {
    while (next < directives.size() && directives.get(next).word().equals(PART)) {
      String[] words = words(directives.get(next++), "COLUMN TYPE");
      values(TableWords.typed(words[1], type -> split.into(words[0], type)));
    }
  }

  private void values(ColumnChange column) {
    Set<String> given = new HashSet<>();
    while (next < directives.size() && VALUES.contains(directives.get(next).word())) {
      Directive directive = directives.get(next++);
      String expression = words(directive, "EXPRESSION")[0];
      Matcher named = NAMED.matcher(expression);
      boolean ofColumn = directive.word().equals("down") && named.matches();
      if (!given.add(directive.word() + (ofColumn ? named.group(1) : ""))) {
        throw text.refuse(
            directive.place(), "\"" + directive.word() + "\" is given twice", "Keep one of them");
      }
      switch (directive.word()) {
        case "up" -> column.up(expression);
        case "default" -> column.defaultTo(expression);
        default -> {
          if (ofColumn) {
            column.down(named.group(1), named.group(2));
          } else {
            column.down(expression);
          }
        }
      }
    }
  }

  /** Returns the words that a directive takes, of which the last one goes up to the end. */
  private String[] words(Directive directive, String usage) {
    String[] names = usage.split(" (?![^\\[]*\\])", -1);
    String[] words = directive.rest().strip().split("\\s+", names.length);
    boolean complete = words.length == names.length || names[words.length].startsWith("[");
    if (!complete || words[0].isEmpty()) {
      throw text.refuse(
          directive.place(),
          "a word is missing",
          "Write " + directive.word() + " and behind it " + usage);
    }
    boolean endsInName = NAME.matcher(names[words.length - 1]).matches();
    if (endsInName && words[words.length - 1].matches("(?s).*\\s.*")) {
      throw text.refuse(
          directive.place(),
          "there is a word too many",
          "Write " + directive.word() + " and behind it " + usage);
    }
    return words;
  }
}
