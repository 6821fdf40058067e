package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Effect;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements of PostgreSQL that are about no table, or harmless to it. */
record PostgresOther(Examination examination) {

  private static final Set<String> HARMLESS =
      Set.of(
          "SELECT",
          "VALUES",
          "WITH",
          "SET",
          "RESET",
          "SHOW",
          "GRANT",
          "REVOKE",
          "EXPLAIN",
          "DISCARD",
          "LISTEN",
          "UNLISTEN",
          "NOTIFY",
          "SAVEPOINT",
          "RELEASE",
          "ROLLBACK",
          "COPY",
          "PREPARE",
          "DEALLOCATE",
          "DECLARE",
          "FETCH",
          "MOVE",
          "CLOSE",
          "CHECKPOINT",
          "SECURITY",
          "REASSIGN",
          "IMPORT",
          "TABLE",
          "LOAD");

  private static final Set<String> RENAMED =
      Set.of("VIEW", "SEQUENCE", "FUNCTION", "PROCEDURE", "ROUTINE", "AGGREGATE", "SCHEMA");

  void examine(Cursor cursor) {
    if (cursor.accept("ALTER")) {
      alter(cursor);
    } else if (cursor.acceptAny("DO", "CALL", "EXECUTE")) {
      unseen();
    } else if (cursor.accept("COMMENT", "ON")) {
      boolean table = cursor.acceptAny("TABLE", "COLUMN");
      examination.effect("", table ? TableLock.SHARE_UPDATE_EXCLUSIVE : TableLock.NONE, MOMENT);
    } else if (cursor.acceptAny("ANALYZE", "ANALYSE")) {
      examination.effect("", TableLock.SHARE_UPDATE_EXCLUSIVE, MOMENT);
    } else if (!isHarmless(cursor.peek())) {
      notUnderstood(cursor);
    }
  }

  private static boolean isHarmless(@Nullable Token first) {
    return first == null
        || first.is("(")
        || HARMLESS.contains(first.text().toUpperCase(Locale.ROOT));
  }

  private void unseen() {
    examination.unknown(
        Rule.UNSEEN_CODE,
        "",
        Effects.UNKNOWN,
        new Advice(
            "the statements within are not read", "Write them out, so that they can be looked at"));
  }

  void notUnderstood(Cursor cursor) {
    Token word = cursor.peek();
    examination.unknown(
        Rule.NOT_UNDERSTOOD,
        "",
        Effects.UNKNOWN,
        new Advice(
            "nothing is known here about \"" + (word == null ? "" : word.text()) + "\"",
            "Look it up in the database's manual, and allow it with the reason"));
  }

  private void alter(Cursor cursor) {
    if (cursor.accept("TYPE")) {
      alterType(cursor);
    } else if (cursor.accept("INDEX")) {
      alterIndex(cursor);
    } else if (cursor.accept("SYSTEM")) {
      PostgresRules.alone("ALTER SYSTEM", examination);
    } else if (cursor.accept("DOMAIN")) {
      alterDomain(cursor);
    } else if (cursor.accept("MATERIALIZED", "VIEW") || cursor.accept("FOREIGN", "TABLE")) {
      rename(cursor);
    } else {
      Token kind = cursor.next();
      if (kind != null && RENAMED.contains(kind.text().toUpperCase(Locale.ROOT))) {
        rename(cursor);
      }
    }
  }

  private void rename(Cursor cursor) {
    if (cursor.has("RENAME") || cursor.has("SET", "SCHEMA")) {
      cursor.accept("IF", "EXISTS");
      String name = cursor.nameText();
      examination.danger(
          Rule.RENAME_TABLE,
          "",
          Effects.ACCESS_EXCLUSIVE,
          new Advice(
              "whoever uses " + name + " fails from here on",
              "Create the new one beside it, and drop the old one in the contract phase"));
    }
  }

  private void alterType(Cursor cursor) {
    String type = cursor.nameText();
    if (cursor.has("RENAME", "VALUE") || cursor.has("RENAME", "TO")) {
      examination.danger(
          Rule.RENAME_VALUE,
          "",
          Effect.NOTHING,
          new Advice(
              "old versions of the application go on to use the old name in " + type,
              "Add the new value, write both for a while, and let the old one be"));
    } else if (cursor.has("ATTRIBUTE")) {
      examination.unknown(
          Rule.CHANGE_TYPE,
          "",
          Effects.UNKNOWN,
          new Advice(
              "every table with a column of type " + type + " may be written anew",
              "Make a new type and a new column of it"));
    }
  }

  private void alterDomain(Cursor cursor) {
    String domain = cursor.nameText();
    boolean checks = cursor.isAt("ADD") || cursor.isAt("SET", "NOT", "NULL");
    if (checks && !cursor.has("NOT", "VALID")) {
      examination.danger(
          Rule.ADD_CHECK,
          "",
          Effects.SHARE_SCAN,
          new Advice(
              "every table with a column of the domain " + domain + " is read while writers wait",
              "ALTER DOMAIN … ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in a"
                  + " transaction of its own"));
    }
  }

  private void alterIndex(Cursor cursor) {
    cursor.accept("IF", "EXISTS");
    String index = cursor.nameText();
    if (cursor.accept("SET", "TABLESPACE")) {
      examination.danger(
          Rule.REINDEX,
          "",
          Effects.ACCESS_EXCLUSIVE_REWRITE,
          new Advice(
              "index " + index + " is copied while readers wait",
              "Create it anew there with CREATE INDEX CONCURRENTLY, and drop the old one"));
    }
  }
}
