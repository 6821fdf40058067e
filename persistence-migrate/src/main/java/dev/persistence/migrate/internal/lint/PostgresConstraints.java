package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;
import java.util.Optional;

/** {@code ALTER TABLE … ADD} on PostgreSQL, of columns as well as of constraints. */
record PostgresConstraints(Examination examination, String table) {

  void add(Cursor action) {
    boolean named = action.accept("CONSTRAINT");
    String name = named ? schema().key(action.name()) : "";
    Cursor definition = new Cursor(action.rest());
    boolean later = action.has("NOT", "VALID") || action.has("NOT", "ENFORCED");
    if (action.accept("CHECK")) {
      check(name, later, definition);
    } else if (action.accept("NOT", "NULL")) {
      notNull(schema().key(action.name()), later);
    } else if (action.accept("FOREIGN", "KEY")) {
      foreignKey(name, later);
    } else if (action.accept("UNIQUE")) {
      unique(name, action);
    } else if (action.accept("PRIMARY", "KEY")) {
      primaryKey(name, action);
    } else if (action.accept("EXCLUDE")) {
      exclude();
    } else {
      new PostgresNewColumn(examination, table).add(action);
    }
  }

  private Schema schema() {
    return examination.schema();
  }

  private String add(String name) {
    return "ALTER TABLE " + table + " ADD CONSTRAINT " + (name.isEmpty() ? "…" : name);
  }

  private String validate(String name) {
    return "; then, in a transaction of its own, ALTER TABLE "
        + table
        + " VALIDATE CONSTRAINT "
        + (name.isEmpty() ? "…" : name);
  }

  private void check(String name, boolean later, Cursor definition) {
    if (later) {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
    } else {
      examination.danger(
          Rule.ADD_CHECK,
          table,
          Effects.ACCESS_EXCLUSIVE_SCAN,
          new Advice(
              "every row of " + table + " is read while readers wait",
              add(name) + " CHECK (…) NOT VALID" + validate(name)));
    }
    TableDefinition.constraint(schema().table(table), name, definition, schema());
  }

  /** A constraint of PostgreSQL 18 and newer. */
  private void notNull(String column, boolean later) {
    if (later) {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
    } else {
      new PostgresColumn(examination, table).setNotNull(column);
    }
  }

  private void foreignKey(String name, boolean later) {
    if (later) {
      examination.effect(table, TableLock.SHARE_ROW_EXCLUSIVE, MOMENT);
      return;
    }
    examination.danger(
        Rule.ADD_FOREIGN_KEY,
        table,
        Effects.SHARE_ROW_EXCLUSIVE_SCAN,
        new Advice(
            "writers of " + table + " and of the other table wait until every row is looked up",
            add(name) + " FOREIGN KEY … NOT VALID" + validate(name)));
  }

  private void unique(String name, Cursor action) {
    if (action.isAt("USING", "INDEX")) { // Behind columns a tablespace follows.
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
      return;
    }
    examination.danger(
        Rule.ADD_UNIQUE,
        table,
        Effects.ACCESS_EXCLUSIVE_SCAN,
        new Advice(
            "readers and writers of " + table + " wait until the index is built",
            "Look for duplicates; CREATE UNIQUE INDEX CONCURRENTLY i ON "
                + table
                + " …; then "
                + add(name)
                + " UNIQUE USING INDEX i"));
  }

  private void primaryKey(String name, Cursor action) {
    String recipe =
        "Forbid NULL the safe way; CREATE UNIQUE INDEX CONCURRENTLY i ON "
            + table
            + " …; then "
            + add(name)
            + " PRIMARY KEY USING INDEX i";
    if (!action.isAt("USING", "INDEX")) {
      examination.danger(
          Rule.ADD_PRIMARY_KEY,
          table,
          Effects.ACCESS_EXCLUSIVE_SCAN,
          new Advice("readers of " + table + " wait until the index is built", recipe));
      return;
    }
    // The index does not tell its columns here, so all that are known have to forbid NULL.
    Optional<KnownTable> known = schema().find(table);
    boolean fine =
        known.isPresent()
            && !known.get().columns().isEmpty()
            && known.get().columns().values().stream().allMatch(KnownColumn::notNull);
    if (fine) {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
    } else {
      examination.unknown(
          Rule.SET_NOT_NULL,
          table,
          Effects.ACCESS_EXCLUSIVE_SCAN,
          new Advice(
              "if a column of the index allows NULL, every row is read while readers wait",
              "Forbid NULL the safe way before"));
    }
  }

  private void exclude() {
    examination.danger(
        Rule.ADD_EXCLUDE,
        table,
        Effects.ACCESS_EXCLUSIVE_SCAN,
        new Advice(
            "readers of " + table + " wait until its index is built, and there is no other way",
            "Make a new table that has it, keep both in step, and switch; or do it in a maintenance"
                + " window"));
  }
}
