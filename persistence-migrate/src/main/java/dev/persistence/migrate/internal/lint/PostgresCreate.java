package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;
import static dev.persistence.migrate.lint.Effect.Work.SCAN;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Effect;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;

/** {@code CREATE} on PostgreSQL. */
record PostgresCreate(Examination examination) {

  void examine(Cursor cursor) {
    Schema schema = examination.schema();
    cursor.accept("OR", "REPLACE");
    boolean unique = cursor.accept("UNIQUE");
    if (cursor.accept("INDEX")) {
      index(cursor, unique);
      return;
    }
    cursor.acceptAny("GLOBAL", "LOCAL");
    cursor.acceptAny("TEMPORARY", "TEMP", "UNLOGGED");
    if (cursor.accept("TABLE")) {
      table(cursor);
    } else if (cursor.accept("TYPE")) {
      schema.otherTypes().add(schema.key(cursor.name()));
    } else if (cursor.accept("DATABASE") || cursor.accept("TABLESPACE")) {
      PostgresRules.alone("CREATE DATABASE or TABLESPACE", examination);
    } else {
      onTable(cursor);
    }
  }

  /** Locks what the new table belongs or refers to. */
  private void table(Cursor cursor) {
    Schema schema = examination.schema();
    Cursor definition = new Cursor(cursor.rest());
    TableDefinition.read(cursor, schema);
    while (!definition.isAtEnd()) {
      if (definition.accept("PARTITION", "OF")) {
        examination.effect(schema.key(definition.name()), TableLock.ACCESS_EXCLUSIVE, MOMENT);
      } else if (definition.accept("REFERENCES")) {
        examination.effect(schema.key(definition.name()), TableLock.SHARE_ROW_EXCLUSIVE, MOMENT);
      } else {
        definition.next();
      }
    }
  }

  private void onTable(Cursor cursor) {
    boolean trigger = cursor.accept("CONSTRAINT", "TRIGGER") || cursor.accept("TRIGGER");
    boolean policy = !trigger && cursor.accept("POLICY");
    boolean rule = !trigger && !policy && cursor.accept("RULE");
    boolean statistics = cursor.accept("STATISTICS");
    if (!trigger && !policy && !rule && !statistics) {
      return;
    }
    cursor.skipBehind(rule ? "TO" : statistics ? "FROM" : "ON");
    String table = examination.schema().key(cursor.name());
    TableLock lock =
        trigger
            ? TableLock.SHARE_ROW_EXCLUSIVE
            : statistics ? TableLock.SHARE_UPDATE_EXCLUSIVE : TableLock.ACCESS_EXCLUSIVE;
    examination.effect(table, lock, MOMENT);
  }

  private void index(Cursor cursor, boolean unique) {
    Schema schema = examination.schema();
    boolean beside = cursor.accept("CONCURRENTLY");
    boolean maybe = cursor.accept("IF", "NOT", "EXISTS");
    String index = cursor.isAt("ON") ? "" : schema.key(cursor.name());
    cursor.accept("ON");
    boolean only = cursor.accept("ONLY");
    String table = schema.key(cursor.name());
    boolean partitioned = schema.find(table).map(KnownTable::isPartitioned).orElse(false);
    if (beside) {
      examination.effect(table, TableLock.SHARE_UPDATE_EXCLUSIVE, SCAN);
      beside(index, maybe, partitioned);
    } else if (only && partitioned) {
      examination.effect(table, TableLock.SHARE, MOMENT);
    } else {
      examination.danger(
          Rule.CREATE_INDEX,
          table,
          Effects.SHARE_SCAN,
          new Advice(
              "writers of " + table + " wait until the index is built",
              partitioned ? partitioned(index, table) : recipe(index, table, unique)));
    }
    schema.find(table).ifPresent(known -> known.indexes().add(index));
  }

  private static String recipe(String index, String table, boolean unique) {
    return (unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX")
        + " CONCURRENTLY "
        + (index.isEmpty() ? "" : index + " ")
        + "ON "
        + table
        + " …, outside of a transaction and without lock_timeout; if it fails, drop what it left"
        + " before the next try";
  }

  private static String partitioned(String index, String table) {
    return "CREATE INDEX "
        + index
        + " ON ONLY "
        + table
        + " …; for each partition CREATE INDEX CONCURRENTLY and then ALTER INDEX "
        + index
        + " ATTACH PARTITION …, for there is no CONCURRENTLY on a partitioned table";
  }

  private void beside(String index, boolean maybe, boolean partitioned) {
    PostgresRules.alone("CREATE INDEX CONCURRENTLY", examination);
    if (partitioned) {
      examination.danger(
          Rule.CREATE_INDEX,
          "",
          Effect.NOTHING,
          new Advice(
              "a partitioned table refuses CONCURRENTLY",
              "CREATE INDEX … ON ONLY the table, then one beside writers for each partition, and"
                  + " ALTER INDEX … ATTACH PARTITION"));
    }
    if (maybe) {
      examination.danger(
          Rule.CONCURRENTLY_IF_NOT_EXISTS,
          "",
          Effect.NOTHING,
          new Advice(
              "a build that was broken off leaves an invalid index, which IF NOT EXISTS keeps",
              "DROP INDEX CONCURRENTLY IF EXISTS " + index + " before it, without IF NOT EXISTS"));
    }
  }
}
