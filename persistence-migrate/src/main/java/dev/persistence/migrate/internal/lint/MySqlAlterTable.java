package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;
import static dev.persistence.migrate.lint.Effect.Work.REWRITE;
import static dev.persistence.migrate.lint.Effect.Work.SCAN;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ALTER TABLE} on MySQL and MariaDB. */
record MySqlAlterTable(Examination examination) {

  private static final Set<String> INSTANT =
      Set.of(
          "COMMENT",
          "AUTO_INCREMENT",
          "STATS_PERSISTENT",
          "STATS_AUTO_RECALC",
          "STATS_SAMPLE_PAGES",
          "AVG_ROW_LENGTH",
          "MAX_ROWS",
          "MIN_ROWS",
          "CHECKSUM",
          "PACK_KEYS",
          "DELAY_KEY_WRITE",
          "INSERT_METHOD",
          "CONNECTION",
          "ENABLE",
          "DISABLE",
          "ALGORITHM",
          "LOCK",
          "WAIT",
          "NOWAIT",
          "WITH",
          "WITHOUT",
          "VALIDATION");
  private static final Set<String> REBUILD =
      Set.of("FORCE", "ROW_FORMAT", "KEY_BLOCK_SIZE", "PAGE_COMPRESSED", "ENCRYPTED");

  void examine(Cursor cursor) {
    cursor.accept("IF", "EXISTS");
    String table = examination.schema().key(cursor.name());
    if (cursor.accept("WAIT")) {
      cursor.next();
    }
    cursor.accept("NOWAIT");
    MySqlOptions options = MySqlOptions.of(cursor.rest());
    List<List<Token>> actions = cursor.parts();
    boolean newKey = actions.stream().map(Cursor::new).anyMatch(MySqlAlterTable::addsKey);
    MySqlChange change = new MySqlChange(examination, table, options, newKey);
    if (options.asksToBlock()) {
      change.blocks(
          Rule.REWRITE_TABLE,
          "the statement itself asks for ALGORITHM=COPY or a LOCK that lets writers wait",
          "Name ALGORITHM=INPLACE, LOCK=NONE, or ALGORITHM=INSTANT");
    }
    for (List<Token> action : actions) {
      action(new Cursor(action), change);
    }
  }

  private static boolean addsKey(Cursor action) {
    return action.accept("ADD") && action.has("PRIMARY", "KEY");
  }

  private void action(Cursor action, MySqlChange change) {
    if (action.accept("ADD")) {
      new MySqlAdd(change).add(action);
    } else if (action.accept("DROP")) {
      drop(action, change);
    } else if (action.accept("ALTER")) {
      alter(action, change);
    } else if (action.accept("MODIFY")) {
      action.accept("COLUMN");
      action.accept("IF", "EXISTS");
      new MySqlColumn(change).modify(examination.schema().key(action.name()), action);
    } else if (action.accept("CHANGE")) {
      action.accept("COLUMN");
      action.accept("IF", "EXISTS");
      String old = examination.schema().key(action.name());
      String name = examination.schema().key(action.name());
      new MySqlColumn(change).modify(old, action);
      rename(old, name, change);
    } else if (action.accept("RENAME")) {
      renames(action, change);
    } else {
      option(action, change);
    }
  }

  private void rename(String old, String name, MySqlChange change) {
    if (!old.equals(name)) {
      examination.danger(
          Rule.RENAME_COLUMN, change.table(), Effects.METADATA, Breaking.renameColumn(old, name));
      Breaking.move(examination.schema().table(change.table()), old, name);
    }
  }

  private void renames(Cursor action, MySqlChange change) {
    if (action.accept("COLUMN")) {
      action.accept("IF", "EXISTS");
      String old = examination.schema().key(action.name());
      action.accept("TO");
      rename(old, examination.schema().key(action.name()), change);
    } else if (action.acceptAny("INDEX", "KEY")) {
      change.effect(MOMENT);
    } else {
      action.acceptAny("TO", "AS", "=");
      String name = examination.schema().key(action.name());
      examination.danger(
          Rule.RENAME_TABLE,
          change.table(),
          Effects.METADATA,
          Breaking.renameTable(change.table(), name, false));
      examination.schema().rename(change.table(), name);
    }
  }

  private void drop(Cursor action, MySqlChange change) {
    if (action.acceptAny("INDEX", "KEY", "CONSTRAINT", "CHECK") || action.accept("FOREIGN")) {
      change.effect(MOMENT);
    } else if (action.accept("PRIMARY", "KEY")) {
      if (!change.newPrimaryKey()) {
        change.copies(
            Rule.DROP_PRIMARY_KEY,
            "DROP PRIMARY KEY without ADD PRIMARY KEY in the same statement copies the table");
      }
    } else if (action.accept("PARTITION")) {
      examination.danger(
          Rule.DROP_PARTITION,
          change.table(),
          Effects.METADATA,
          new Advice("the rows of the partition go", "Copy them before, if anybody needs them"));
    } else {
      action.accept("COLUMN");
      action.accept("IF", "EXISTS");
      String column = examination.schema().key(action.name());
      examination.danger(
          Rule.DROP_COLUMN,
          change.table(),
          Effects.METADATA,
          Breaking.dropColumn(change.table(), column));
      examination.schema().table(change.table()).columns().remove(column);
    }
  }

  private static void alter(Cursor action, MySqlChange change) {
    boolean check = action.acceptAny("CHECK", "CONSTRAINT");
    if (check && action.has("ENFORCED") && !action.has("NOT", "ENFORCED")) {
      change.copies(Rule.ADD_CHECK, "every row is looked at by a copy of the table");
    } else {
      change.effect(MOMENT);
    }
  }

  private void option(Cursor action, MySqlChange change) {
    Token first = action.peek();
    String word = first == null ? "" : first.text().toUpperCase(Locale.ROOT);
    if (INSTANT.contains(word)) {
      change.effect(MOMENT);
    } else if (REBUILD.contains(word)) {
      change.effect(REWRITE);
    } else if (action.accept("CONVERT", "TO")) {
      change.copies(Rule.CONVERT_CHARSET, "all text of the table is converted by a copy of it");
      examination.schema().table(change.table()).charset("");
    } else if (action.isAtAny("DEFAULT", "CHARACTER", "CHARSET", "COLLATE")) {
      change.effect(MOMENT);
      examination.schema().table(change.table()).charset(TableDefinition.charset(action));
    } else if (action.accept("ENGINE")) {
      action.accept("=");
      if (action.isAt("InnoDB")) {
        change.effect(REWRITE);
      } else {
        change.copies(Rule.REWRITE_TABLE, "another engine takes a copy of the table");
      }
    } else if (action.accept("ORDER", "BY")) {
      change.copies(Rule.REWRITE_TABLE, "another order takes a copy of the table");
    } else {
      partition(action, word, change);
    }
  }

  private void partition(Cursor action, String word, MySqlChange change) {
    if (action.accept("PARTITION") || action.accept("REMOVE", "PARTITIONING")) {
      change.copies(Rule.PARTITION_TABLE, "every row moves into its partition");
    } else if (action.isAtAny("REORGANIZE", "COALESCE", "REBUILD")) {
      change.copies(Rule.PARTITION_TABLE, "the rows of the partitions are moved");
    } else if (action.accept("TRUNCATE", "PARTITION")) {
      examination.danger(
          Rule.DROP_PARTITION,
          change.table(),
          Effects.METADATA,
          new Advice("the rows of the partition go", "Copy them before, if anybody needs them"));
    } else if (action.accept("EXCHANGE", "PARTITION")) {
      exchange(action, change);
    } else if (action.isAtAny("ANALYZE", "CHECK", "OPTIMIZE", "REPAIR")) {
      change.effect(SCAN);
    } else {
      examination.unknown(
          Rule.NOT_UNDERSTOOD, change.table(), Effects.UNKNOWN, MySqlRules.notUnderstood(word));
    }
  }

  private void exchange(Cursor action, MySqlChange change) {
    boolean unseen = action.has("WITHOUT", "VALIDATION");
    action.skipBehind("TABLE");
    String other = examination.schema().key(action.name());
    examination.danger(
        Rule.DROP_PARTITION,
        change.table(),
        unseen ? Effects.METADATA : Effects.SHARE_SCAN,
        new Advice(
            "the rows of the partition go to "
                + other
                + (unseen ? "" : ", and writers wait while those of that table are looked at"),
            "Do it in the contract phase; WITHOUT VALIDATION if it is known that the rows fit"));
  }

  /** Says what a new index does; only those of text and space are not built beside writers. */
  static void index(@Nullable Token kind, MySqlChange change) {
    if (kind != null && (kind.is("FULLTEXT") || kind.is("SPATIAL"))) {
      change.copies(Rule.CREATE_INDEX, "an index of text or space is built");
    } else {
      change.effect(SCAN);
    }
  }
}
