package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;
import static dev.persistence.migrate.lint.Effect.Work.REWRITE;
import static dev.persistence.migrate.lint.Effect.Work.SCAN;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Effect;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of MySQL and MariaDB, for tables of InnoDB. Their schema changes commit by
 * themselves, so that no lock outlives its statement.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.0/en/innodb-online-ddl-operations.html">Online
 *     DDL Operations</a>
 */
final class MySqlRules implements Rules {

  private static final Set<String> HARMLESS =
      Set.of(
          "SELECT",
          "VALUES",
          "SHOW",
          "GRANT",
          "REVOKE",
          "EXPLAIN",
          "DESCRIBE",
          "DESC",
          "USE",
          "BEGIN",
          "START",
          "COMMIT",
          "ROLLBACK",
          "SAVEPOINT",
          "RELEASE",
          "ANALYZE",
          "CHECK",
          "CHECKSUM",
          "UNLOCK",
          "LOAD",
          "INSTALL",
          "UNINSTALL",
          "KILL",
          "RESET",
          "PURGE",
          "DELIMITER",
          "ALTER",
          "END",
          "HANDLER");

  @Override
  public void examine(SqlStatement statement, Examination examination) {
    examination.begin(statement);
    Cursor cursor = new Cursor(statement.tokens());
    if (cursor.accept("ALTER")) {
      cursor.acceptAny("ONLINE", "IGNORE");
      if (cursor.accept("TABLE")) {
        new MySqlAlterTable(examination).examine(cursor);
      }
    } else if (cursor.accept("CREATE")) {
      create(cursor, examination);
    } else if (cursor.accept("DROP")) {
      drop(cursor, examination);
    } else if (cursor.accept("RENAME", "TABLE")) {
      for (List<Token> part : cursor.parts()) {
        rename(new Cursor(part), examination);
      }
    } else {
      rows(cursor, examination);
    }
  }

  private static void create(Cursor cursor, Examination examination) {
    Schema schema = examination.schema();
    boolean replaces = cursor.accept("OR", "REPLACE");
    Token kind = cursor.peek();
    cursor.acceptAny("UNIQUE", "FULLTEXT", "SPATIAL");
    if (cursor.accept("INDEX")) {
      cursor.accept("IF", "NOT", "EXISTS");
      cursor.skipBehind("ON");
      index(kind, schema.key(cursor.name()), cursor, examination);
      return;
    }
    boolean temporary = cursor.accept("TEMPORARY");
    if (cursor.accept("TABLE")) {
      if (replaces && !temporary) {
        dropTable(schema.key(new Cursor(cursor.rest()).name()), examination);
      }
      TableDefinition.read(cursor, schema);
      copied(cursor, examination);
    } else if (cursor.has("TRIGGER")) {
      cursor.skipBehind("ON");
      examination.effect(schema.key(cursor.name()), TableLock.METADATA, MOMENT);
    }
  }

  private static void index(
      @Nullable Token kind, String table, Cursor cursor, Examination examination) {
    MySqlOptions options = MySqlOptions.of(cursor.rest());
    MySqlAlterTable.index(kind, new MySqlChange(examination, table, options, false));
  }

  private static void drop(Cursor cursor, Examination examination) {
    Schema schema = examination.schema();
    boolean temporary = cursor.accept("TEMPORARY");
    if (cursor.acceptAny("TABLE", "TABLES")) {
      cursor.accept("IF", "EXISTS");
      for (List<Token> part : cursor.parts()) {
        String table = schema.key(new Cursor(part).name());
        if (!temporary) {
          dropTable(table, examination);
        }
        schema.remove(table);
      }
    } else if (cursor.accept("INDEX")) {
      cursor.skipBehind("ON");
      examination.effect(schema.key(cursor.name()), TableLock.METADATA, MOMENT);
    } else if (cursor.isAtAny(
        "VIEW", "DATABASE", "SCHEMA", "FUNCTION", "PROCEDURE", "SEQUENCE", "EVENT")) {
      cursor.next();
      cursor.accept("IF", "EXISTS");
      examination.danger(
          Rule.DROP_OBJECT,
          "",
          Effect.NOTHING,
          new Advice(
              "whoever uses " + cursor.nameText() + " fails from here on",
              "CREATE OR REPLACE it, or drop it in the contract phase"));
    }
  }

  private static void dropTable(String table, Examination examination) {
    examination.danger(
        Rule.DROP_TABLE,
        table,
        Effects.METADATA,
        new Advice(
            "old versions of the application fail without " + table + ", and its rows go",
            "Stop using it first; drop it in the contract phase, after a backup"));
  }

  private static void rename(Cursor part, Examination examination) {
    String table = examination.schema().key(part.name());
    part.accept("TO");
    String newName = examination.schema().key(part.name());
    examination.danger(
        Rule.RENAME_TABLE, table, Effects.METADATA, Breaking.renameTable(table, newName, false));
    examination.schema().rename(table, newName);
  }

  private static void rows(Cursor cursor, Examination examination) {
    Schema schema = examination.schema();
    if (cursor.accept("WITH")) { // What it names cannot change rows here, but what follows can.
      while (!cursor.isAtEnd() && !cursor.isAtAny("UPDATE", "DELETE", "SELECT", "VALUES")) {
        cursor.skip();
      }
    }
    if (cursor.accept("UPDATE")) {
      cursor.acceptAny("LOW_PRIORITY");
      cursor.acceptAny("IGNORE");
      change("UPDATE", schema.key(cursor.name()), cursor, examination);
    } else if (cursor.accept("DELETE")) {
      cursor.skipBehind("FROM");
      change("DELETE", schema.key(cursor.name()), cursor, examination);
    } else if (cursor.acceptAny("INSERT", "REPLACE")) {
      cursor.acceptAny("IGNORE");
      cursor.accept("INTO");
      examination.effect(schema.key(cursor.name()), TableLock.ROW_EXCLUSIVE, MOMENT);
      copied(cursor, examination);
    } else if (cursor.accept("TRUNCATE")) {
      cursor.accept("TABLE");
      String table = schema.key(cursor.name());
      examination.danger(
          Rule.TRUNCATE,
          table,
          Effects.METADATA,
          new Advice(
              "all rows of " + table + " go, and there is no rollback",
              "Delete in batches by key, and commit each; or do it in the contract phase"));
    } else {
      maintenance(cursor, examination);
    }
  }

  private static void change(String verb, String table, Cursor cursor, Examination examination) {
    if (cursor.hasCondition() || cursor.has("LIMIT")) {
      examination.effect(table, TableLock.ROW_EXCLUSIVE, MOMENT);
    } else {
      examination.danger(
          Rule.UPDATE_ALL,
          table,
          Effects.ROWS,
          new Advice(
              verb + " without WHERE locks every row of " + table + " until its end",
              "Backfill in batches by key, each in a transaction of its own:"
                  + " addColumn(…).up(…) of a Migration, or the KeysetWalker"));
    }
  }

  /** Rows that are copied are locked for writers until the transaction ends. */
  private static void copied(Cursor cursor, Examination examination) {
    if (!cursor.skipBehind("SELECT") || !cursor.skipBehind("FROM")) {
      return;
    }
    if (cursor.isAt("(")) {
      copied(new Cursor(cursor.group()), examination);
      return;
    }
    String source = examination.schema().key(cursor.name());
    if (!source.equals("dual")) {
      examination.danger(
          Rule.READ_LOCKS,
          source,
          new Effect(TableLock.SHARE, SCAN),
          new Advice(
              "the rows read of " + source + " are locked for writers until the transaction ends",
              "Copy in batches by key; or SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"
                  + " before it"));
    }
  }

  private static void maintenance(Cursor cursor, Examination examination) {
    if (cursor.accept("OPTIMIZE")) {
      cursor.skipBehind("TABLE");
      examination.effect(examination.schema().key(cursor.name()), TableLock.METADATA, REWRITE);
    } else if (cursor.accept("SET")) {
      String text = Cursor.text(cursor.rest()).toLowerCase(Locale.ROOT).replace(" ", "");
      if (text.contains("foreign_key_checks=")) {
        examination.foreignKeyChecks(!text.matches(".*foreign_key_checks=(0|off).*"));
      }
    } else if (cursor.accept("LOCK") || (cursor.accept("FLUSH") && cursor.has("READ", "LOCK"))) {
      cursor.acceptAny("TABLES", "TABLE");
      String table = examination.schema().key(cursor.name());
      examination.danger(
          Rule.LOCK_TABLE,
          table,
          new Effect(TableLock.ACCESS_EXCLUSIVE, MOMENT),
          new Advice(
              "the lock on " + table + " is kept until UNLOCK TABLES",
              "Let each statement take its own lock, with lock_wait_timeout = 1"));
    } else if (cursor.acceptAny("CALL", "EXECUTE", "PREPARE")) {
      examination.unknown(
          Rule.UNSEEN_CODE,
          "",
          Effects.UNKNOWN,
          new Advice(
              "the statements within are not read",
              "Write them out, so that they can be looked at"));
    } else {
      other(cursor, examination);
    }
  }

  private static void other(Cursor cursor, Examination examination) {
    Token word = cursor.peek();
    if (word == null
        || word.is("(")
        || HARMLESS.contains(word.text().toUpperCase(Locale.ROOT))
        || cursor.isAtAny("LOGS", "PRIVILEGES", "TABLES", "STATUS")) {
      return;
    }
    examination.unknown(Rule.NOT_UNDERSTOOD, "", Effects.UNKNOWN, notUnderstood(word.text()));
  }

  static Advice notUnderstood(String word) {
    return new Advice(
        "nothing is known here about \"" + word + "\"",
        "Look it up in the database's manual, and allow it with the reason; or name ALGORITHM and"
            + " LOCK, so that the server refuses rather than copies");
  }
}
