package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;
import static dev.persistence.migrate.lint.Effect.Work.SCAN;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Effect;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code DROP} on PostgreSQL. */
record PostgresDrop(Examination examination) {

  private static final Set<String> USED =
      Set.of(
          "VIEW",
          "MATERIALIZED",
          "SEQUENCE",
          "FUNCTION",
          "PROCEDURE",
          "ROUTINE",
          "AGGREGATE",
          "TYPE",
          "DOMAIN",
          "EXTENSION",
          "FOREIGN");

  void examine(Cursor cursor) {
    if (cursor.accept("TABLE")) {
      tables(cursor);
    } else if (cursor.accept("INDEX")) {
      index(cursor);
    } else if (cursor.acceptAny("TRIGGER", "POLICY", "RULE")) {
      cursor.skipBehind("ON");
      examination.effect(
          examination.schema().key(cursor.name()), TableLock.ACCESS_EXCLUSIVE, MOMENT);
    } else if (cursor.acceptAny("SCHEMA", "DATABASE", "OWNED")) {
      examination.danger(
          Rule.DROP_OBJECT,
          "",
          Effects.ACCESS_EXCLUSIVE,
          new Advice("all that is in it goes", "Do it by hand, after a backup"));
    } else {
      object(cursor);
    }
  }

  private void object(Cursor cursor) {
    Token kind = cursor.next();
    if (kind != null && USED.contains(kind.text().toUpperCase(Locale.ROOT))) {
      cursor.acceptAny("VIEW", "TABLE");
      cursor.accept("IF", "EXISTS");
      String name = cursor.nameText();
      examination.danger(
          Rule.DROP_OBJECT,
          "",
          Effect.NOTHING,
          new Advice(
              "whoever uses " + name + " fails from here on",
              "CREATE OR REPLACE it, or drop it in the contract phase"));
    }
  }

  private void tables(Cursor cursor) {
    cursor.accept("IF", "EXISTS");
    for (List<Token> part : cursor.parts()) {
      String table = examination.schema().key(new Cursor(part).name());
      examination.danger(
          Rule.DROP_TABLE,
          table,
          Effects.ACCESS_EXCLUSIVE,
          new Advice(
              "old versions of the application fail without " + table + ", and its rows go",
              "Stop using it first; drop it in the contract phase, after a backup"));
      examination.schema().remove(table);
    }
  }

  private void index(Cursor cursor) {
    boolean beside = cursor.accept("CONCURRENTLY");
    cursor.accept("IF", "EXISTS");
    String index = examination.schema().key(cursor.name());
    String table = examination.schema().tableOf(index).orElse("");
    if (beside) {
      examination.effect(table, TableLock.SHARE_UPDATE_EXCLUSIVE, SCAN);
      PostgresRules.alone("DROP INDEX CONCURRENTLY", examination);
    } else {
      examination.danger(
          Rule.DROP_INDEX,
          table,
          Effects.ACCESS_EXCLUSIVE,
          new Advice(
              "it waits for every query on the table of " + index + ", and all others wait for it",
              "DROP INDEX CONCURRENTLY " + index + ", outside of a transaction"));
    }
  }
}
