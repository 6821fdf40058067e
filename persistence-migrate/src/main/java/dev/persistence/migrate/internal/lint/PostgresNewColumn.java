package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Effect;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;
import java.util.List;

/**
 * {@code ALTER TABLE … ADD COLUMN} on PostgreSQL: free where all rows get one and the same value.
 */
record PostgresNewColumn(Examination examination, String table) {

  private static final String[] NEXT_CONSTRAINT = {
    "NOT", "NULL", "UNIQUE", "PRIMARY", "CHECK", "REFERENCES", "CONSTRAINT", "GENERATED", "COLLATE"
  };

  void add(Cursor action) {
    action.accept("COLUMN");
    boolean maybe = action.accept("IF", "NOT", "EXISTS");
    Cursor definition = new Cursor(action.rest());
    Token name = action.next();
    if (name == null || action.isAtEnd()) {
      new PostgresOther(examination).notUnderstood(action);
      return;
    }
    String column = examination.schema().fold(name);
    boolean there = examination.schema().column(table, column).isPresent();
    if (maybe && there) {
      examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
      return;
    }
    SqlType type = SqlType.read(action);
    List<Token> rest = action.rest();
    examination.effect(table, TableLock.ACCESS_EXCLUSIVE, MOMENT);
    value(column, type, new Cursor(rest));
    constraints(column, type, new Cursor(rest));
    TableDefinition.column(examination.schema().table(table), definition, examination.schema());
  }

  /** What the rows of now get as a value. */
  private void value(String column, SqlType type, Cursor rest) {
    if (type.name().endsWith("serial")) {
      rewrites(column, type + " numbers every row of now", numbered(column));
    } else if (rest.has("AS", "IDENTITY")) {
      rewrites(column, "an identity numbers every row of now", numbered(column));
    } else if (rest.has("GENERATED")) {
      computed(column, rest);
    } else {
      boolean told =
          rest.skipBehind("DEFAULT") && tellsDefault(column, rest.until(NEXT_CONSTRAINT));
      if (!told && isPerhapsDomain(type)) {
        domain(type);
      }
    }
  }

  private void computed(String column, Cursor rest) {
    if (rest.has("STORED")) {
      rewrites(
          column,
          "a stored value is worked out for every row",
          (examination.server().major() >= 18 ? "VIRTUAL instead of STORED; or " : "")
              + "addColumn(\""
              + column
              + "\", …).up(…) of a Migration, which fills it in batches and keeps it in step");
    }
  }

  /** With a default or without one. */
  private void domain(SqlType type) {
    examination.unknown(
        Rule.ADD_COLUMN_REWRITE,
        table,
        Effects.ACCESS_EXCLUSIVE_REWRITE,
        new Advice(
            "if " + type + " is a domain with a condition, every row is written anew",
            "Take the domain's base type, and add the condition as a CHECK … NOT VALID"));
  }

  private boolean isPerhapsDomain(SqlType type) {
    return !PostgresTypes.isOwn(type) && !examination.schema().otherTypes().contains(type.name());
  }

  /** Says so if a default has, or may have, a value for each row; returns false if not. */
  private boolean tellsDefault(String column, List<Token> expression) {
    PostgresExpression.Kind kind = PostgresExpression.kind(expression);
    String text = Cursor.text(expression);
    String recipe =
        "ADD COLUMN without a default; ALTER COLUMN "
            + column
            + " SET DEFAULT "
            + text
            + ", which is for new rows; then fill the old ones in batches";
    if (kind == PostgresExpression.Kind.PER_ROW) {
      rewrites(column, text + " has another value for each row", recipe);
    } else if (kind == PostgresExpression.Kind.UNKNOWN) {
      examination.unknown(
          Rule.ADD_COLUMN_REWRITE,
          table,
          Effects.ACCESS_EXCLUSIVE_REWRITE,
          new Advice("if a function in " + text + " is volatile, every row is written", recipe));
    }
    return kind != PostgresExpression.Kind.ONCE;
  }

  private String numbered(String column) {
    return "ADD COLUMN "
        + column
        + " bigint; CREATE SEQUENCE … OWNED BY "
        + table
        + "."
        + column
        + "; SET DEFAULT nextval(…); fill the old rows in batches, and forbid NULL the safe way";
  }

  private void rewrites(String column, String because, String recipe) {
    examination.danger(
        Rule.ADD_COLUMN_REWRITE,
        table,
        Effects.ACCESS_EXCLUSIVE_REWRITE,
        new Advice(because + ", so that " + table + " is written anew for " + column, recipe));
  }

  private void constraints(String column, SqlType type, Cursor rest) {
    boolean valued = rest.has("DEFAULT") || rest.has("GENERATED") || type.name().endsWith("serial");
    if (rest.has("NOT", "NULL") && !valued) {
      examination.danger(
          Rule.ADD_COLUMN_NOT_NULL,
          table,
          Effects.ACCESS_EXCLUSIVE,
          new Advice(
              "it fails if " + table + " has rows, and then every insert of an old version fails",
              "ADD COLUMN "
                  + column
                  + " … NOT NULL DEFAULT a constant, which rewrites nothing; or"
                  + " addColumn(…).notNull().up(…) of a Migration"));
    }
    if (rest.has("UNIQUE") || rest.has("PRIMARY", "KEY")) {
      along(column, Effects.ACCESS_EXCLUSIVE_SCAN, "its index is built while readers wait");
    }
    if (rest.has("CHECK") && !rest.has("NOT", "ENFORCED")) {
      along(column, Effects.ACCESS_EXCLUSIVE_SCAN, "every row is looked at while readers wait");
    }
    if (rest.has("REFERENCES") && valued) {
      along(column, Effects.ACCESS_EXCLUSIVE_SCAN, "every row is looked up in the other table");
    }
  }

  private void along(String column, Effect effect, String because) {
    examination.danger(
        Rule.ADD_COLUMN_UNIQUE,
        table,
        effect,
        new Advice(
            because,
            "ADD COLUMN "
                + column
                + " without it; then CREATE UNIQUE INDEX CONCURRENTLY, or ADD CONSTRAINT … NOT"
                + " VALID and VALIDATE CONSTRAINT in a transaction of its own"));
  }
}
