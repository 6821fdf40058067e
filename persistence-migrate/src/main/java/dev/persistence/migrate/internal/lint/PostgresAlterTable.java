package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;
import static dev.persistence.migrate.lint.Effect.Work.SCAN;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;
import java.util.List;

/** {@code ALTER TABLE} on PostgreSQL, but for columns and new constraints. */
record PostgresAlterTable(Examination examination) {

  void examine(Cursor cursor) {
    if (cursor.accept("ALL", "IN", "TABLESPACE")) {
      new PostgresOther(examination).notUnderstood(cursor);
      return;
    }
    cursor.accept("IF", "EXISTS");
    cursor.accept("ONLY");
    String table = examination.schema().key(cursor.name());
    cursor.accept("*");
    for (List<Token> action : cursor.parts()) {
      action(table, new Cursor(action));
    }
  }

  private void action(String table, Cursor action) {
    if (action.accept("ADD")) {
      new PostgresConstraints(examination, table).add(action);
    } else if (action.accept("ALTER")) {
      action.accept("COLUMN");
      new PostgresColumn(examination, table).alter(action);
    } else if (action.accept("DROP")) {
      drop(table, action);
    } else if (action.accept("RENAME")) {
      rename(table, action);
    } else if (action.accept("VALIDATE", "CONSTRAINT")) {
      examination.effect(table, TableLock.SHARE_UPDATE_EXCLUSIVE, SCAN);
      String name = examination.schema().key(action.name());
      KnownTable known = examination.schema().table(table);
      known
          .checks()
          .computeIfPresent(name, (same, check) -> new KnownTable.Check(check.condition(), true));
    } else if (action.accept("ATTACH", "PARTITION")) {
      attach(table, examination.schema().key(action.name()));
    } else if (action.accept("DETACH", "PARTITION")) {
      boolean beside = action.has("CONCURRENTLY");
      examination.effect(
          table, beside ? TableLock.SHARE_UPDATE_EXCLUSIVE : TableLock.ACCESS_EXCLUSIVE, MOMENT);
      if (beside) {
        PostgresRules.alone("DETACH PARTITION CONCURRENTLY", examination);
      }
    } else {
      storage(table, action);
    }
  }

  private void drop(String table, Cursor action) {
    examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
    if (action.accept("CONSTRAINT")) {
      action.accept("IF", "EXISTS");
      examination.schema().table(table).checks().remove(examination.schema().key(action.name()));
      return;
    }
    action.accept("COLUMN");
    action.accept("IF", "EXISTS");
    String column = examination.schema().key(action.name());
    examination.danger(
        Rule.DROP_COLUMN, table, Effects.ACCESS_EXCLUSIVE, Breaking.dropColumn(table, column));
    examination.schema().table(table).columns().remove(column);
  }

  private void rename(String table, Cursor action) {
    Schema schema = examination.schema();
    if (action.accept("CONSTRAINT")) {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
    } else if (action.accept("TO")) {
      String newName = schema.key(action.name());
      examination.danger(
          Rule.RENAME_TABLE,
          table,
          Effects.ACCESS_EXCLUSIVE,
          Breaking.renameTable(table, newName, true));
      schema.rename(table, newName);
    } else {
      action.accept("COLUMN");
      String column = schema.key(action.name());
      action.accept("TO");
      String newName = schema.key(action.name());
      examination.danger(
          Rule.RENAME_COLUMN,
          table,
          Effects.ACCESS_EXCLUSIVE,
          Breaking.renameColumn(column, newName));
      Breaking.move(schema.table(table), column, newName);
    }
  }

  private void attach(String table, String partition) {
    examination.effect(table, TableLock.SHARE_UPDATE_EXCLUSIVE, MOMENT);
    examination.unknown(
        Rule.ATTACH_PARTITION,
        partition,
        Effects.ACCESS_EXCLUSIVE_SCAN,
        new Advice(
            "unless a validated CHECK of "
                + partition
                + " says what its bounds say, every row of it is read; so is the default partition",
            "ALTER TABLE "
                + partition
                + " ADD CONSTRAINT … CHECK (bounds) NOT VALID, VALIDATE it in a transaction of its"
                + " own, then attach, and drop the check"));
  }

  private void storage(String table, Cursor action) {
    if (action.accept("SET", "SCHEMA")) {
      examination.danger(
          Rule.RENAME_TABLE,
          table,
          Effects.ACCESS_EXCLUSIVE,
          Breaking.renameTable(table, Cursor.text(action.rest()) + "." + table, true));
    } else if (action.isAt("SET", "LOGGED")
        || action.isAt("SET", "UNLOGGED")
        || action.isAt("SET", "TABLESPACE")
        || action.isAt("SET", "ACCESS", "METHOD")) {
      examination.danger(
          Rule.REWRITE_TABLE,
          table,
          Effects.ACCESS_EXCLUSIVE_REWRITE,
          new Advice(
              Cursor.text(action.rest()) + " writes " + table + " anew while readers wait",
              "Make a new table that is so from the start, keep both in step, and switch; or do it"
                  + " in a maintenance window"));
    } else if (action.isAt("SET", "(")
        || action.isAt("RESET", "(")
        || action.isAt("CLUSTER")
        || action.isAt("SET", "WITHOUT", "CLUSTER")) {
      examination.effect(table, TableLock.SHARE_UPDATE_EXCLUSIVE, MOMENT);
    } else if (action.isAt("ENABLE", "ROW") || action.isAt("DISABLE", "ROW")) {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
    } else if (action.isAtAny("ENABLE", "DISABLE")) {
      boolean rule = action.has("RULE");
      examination.effect(
          table, rule ? TableLock.ACCESS_EXCLUSIVE : TableLock.SHARE_ROW_EXCLUSIVE, MOMENT);
    } else if (action.isAtAny("OWNER", "REPLICA", "INHERIT", "NO", "FORCE", "OF", "NOT", "SET")) {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
    } else {
      new PostgresOther(examination).notUnderstood(action);
    }
  }
}
