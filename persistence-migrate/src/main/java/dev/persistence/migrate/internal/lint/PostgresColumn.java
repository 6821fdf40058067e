package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.internal.lint.PostgresTypes.Cost;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;
import java.util.List;
import java.util.Optional;

/** {@code ALTER TABLE … ALTER COLUMN} on PostgreSQL. */
record PostgresColumn(Examination examination, String table) {

  void alter(Cursor action) {
    String column = examination.schema().key(action.name());
    if (action.accept("SET", "DATA", "TYPE") || action.accept("TYPE")) {
      type(column, action);
    } else if (action.accept("SET", "NOT", "NULL")) {
      setNotNull(column);
    } else if (action.isAt("SET", "STATISTICS")
        || action.isAt("SET", "(")
        || action.isAt("RESET", "(")) {
      examination.effect(table, TableLock.SHARE_UPDATE_EXCLUSIVE, MOMENT);
    } else if (action.isAt("SET", "EXPRESSION")) {
      expression(column);
    } else {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
      if (action.isAt("DROP", "NOT", "NULL")) {
        examination.schema().table(table).change(column, known -> known.nullable(true));
      }
    }
  }

  private void expression(String column) {
    examination.danger(
        Rule.ADD_COLUMN_REWRITE,
        table,
        Effects.ACCESS_EXCLUSIVE_REWRITE,
        new Advice(
            "the stored value of " + column + " is worked out anew for every row",
            "Add a new column with the new expression, and switch to it"));
  }

  void setNotNull(String column) {
    Optional<KnownTable> known = examination.schema().find(table);
    boolean free =
        known.isPresent()
            && (known.get().forbidsNull(column)
                || known.get().column(column).map(KnownColumn::notNull).orElse(false));
    if (free) {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
    } else {
      examination.danger(
          Rule.SET_NOT_NULL,
          table,
          Effects.ACCESS_EXCLUSIVE_SCAN,
          new Advice(
              "every row of " + table + " is read while readers wait",
              recipe(column, examination.server().major() >= 18)));
    }
    examination.schema().table(table).change(column, same -> same.nullable(false));
  }

  private String recipe(String column, boolean constraints) {
    String add = "ALTER TABLE " + table + " ADD CONSTRAINT " + column + "_not_null ";
    String validate = "in a transaction of its own VALIDATE CONSTRAINT " + column + "_not_null";
    return constraints
        ? add + "NOT NULL " + column + " NOT VALID; then " + validate
        : add
            + "CHECK ("
            + column
            + " IS NOT NULL) NOT VALID; then "
            + validate
            + "; then SET NOT NULL, which the check spares the scan, and DROP CONSTRAINT";
  }

  private void type(String column, Cursor action) {
    SqlType to = SqlType.read(action);
    List<Token> using = action.accept("USING") ? action.rest() : List.of();
    Optional<KnownColumn> known = examination.schema().column(table, column);
    if (!using.isEmpty() && !isPlain(using, column, to)) {
      rewrite(column, to, "USING works out every value anew");
    } else if (known.isEmpty()) {
      examination.unknown(
          Rule.CHANGE_TYPE,
          table,
          Effects.ACCESS_EXCLUSIVE_REWRITE,
          new Advice(
              "the type of "
                  + column
                  + " is not known here, and most changes to "
                  + to
                  + " write every row anew; a longer or unlimited varchar and a numeric of the same"
                  + " scale do not",
              "Lint with a connection or with the text that creates the table; " + recipe(column)));
    } else {
      change(column, known.get().type(), to);
    }
    examination.schema().table(table).change(column, same -> same.typed(to));
  }

  private void change(String column, SqlType from, SqlType to) {
    Cost cost = PostgresTypes.change(from, to, examination.schema());
    String change = "from " + from + " to " + to;
    switch (cost) {
      case REWRITE -> rewrite(column, to, change + " every value is made anew");
      case NOTHING -> nothing(column);
      case INDEXES ->
          examination.danger(
              Rule.CHANGE_TYPE,
              table,
              Effects.ACCESS_EXCLUSIVE_SCAN,
              new Advice(
                  "the indexes on " + column + " are built anew while readers wait",
                  recipe(column)));
      case ZONE ->
          examination.unknown(
              Rule.CHANGE_TYPE,
              table,
              Effects.ACCESS_EXCLUSIVE_REWRITE,
              new Advice(
                  change + " every row is written anew, unless the session's TimeZone is UTC",
                  "SET LOCAL TimeZone = 'UTC' before it, if that is what the values mean; else "
                      + recipe(column)));
      case UNKNOWN ->
          examination.unknown(
              Rule.CHANGE_TYPE,
              table,
              Effects.ACCESS_EXCLUSIVE_REWRITE,
              new Advice("what it takes " + change + " is not known here", recipe(column)));
    }
  }

  /** A condition on the column is checked again for every row. */
  private void nothing(String column) {
    boolean checked =
        examination.schema().find(table).map(known -> known.checks(column)).orElse(false);
    if (!checked) {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
      return;
    }
    examination.danger(
        Rule.CHANGE_TYPE,
        table,
        Effects.ACCESS_EXCLUSIVE_SCAN,
        new Advice(
            "the CHECK on " + column + " is looked at again for every row while readers wait",
            "Drop the check, change the type, add the check NOT VALID and validate it"));
  }

  private void rewrite(String column, SqlType to, String because) {
    examination.danger(
        Rule.CHANGE_TYPE,
        table,
        Effects.ACCESS_EXCLUSIVE_REWRITE,
        new Advice(
            because + ", so that " + table + " and its indexes are written anew for " + to,
            recipe(column)));
  }

  private static String recipe(String column) {
    return "changeType(\""
        + column
        + "\", …) of a Migration: a new column of that type, kept in step and filled in batches";
  }

  /** Tells whether the new values are the old ones, with no cast but the one to the new type. */
  private boolean isPlain(List<Token> using, String column, SqlType to) {
    Cursor cursor = new Cursor(using);
    if (cursor.isAt("(")) {
      return isPlain(cursor.group(), column, to) && cursor.isAtEnd();
    }
    boolean cast = cursor.accept("CAST", "(");
    boolean same = examination.schema().key(cursor.name()).equals(column);
    if (cursor.accept(":", ":") || (cast && cursor.accept("AS"))) {
      same &= SqlType.read(cursor).toString().equals(to.toString());
    }
    return same && cast == cursor.accept(")") && cursor.isAtEnd();
  }
}
