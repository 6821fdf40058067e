package dev.persistence.migrate.internal.lint;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that SQL lets stand behind the type of a new column.
 *
 * @param words with which it begins, a blank between them
 * @param why what it does to a table in use
 * @param recipe how to say the same without harm
 */
record TypeExtra(String words, String why, String recipe) {

  private static final String WAIT = " while readers and writers wait";
  private static final String LINTED = "a statement of its own, sql(…), which the lint looks at";
  private static final TypeExtra DEFAULT =
      new TypeExtra(
          "DEFAULT",
          "rows of now get it at once, and are all written anew where it differs from row to row",
          "defaultTo(expression), which is filled in in batches; or, where it differs from row to"
              + " row, setDefault(column, expression) in a later migration, for new rows");
  private static final TypeExtra NOT_NULL =
      new TypeExtra(
          "NOT NULL",
          "it fails where there are rows, and so does every insert of an old version",
          "notNull() with an up(expression)");
  private static final TypeExtra GENERATED =
      new TypeExtra(
          "AS (",
          "where it is stored, it is worked out for every row" + WAIT,
          "up(expression), which is filled in in batches and kept in step");
  private static final TypeExtra NULL =
      new TypeExtra("NULL", "a column may hold NULL anyway", "nothing more");

  static final TypeExtra COMMENT =
      new TypeExtra(
          "a comment",
          "it may swallow what the migration writes behind the type",
          "the comment elsewhere");
  static final TypeExtra SEQUENCE =
      new TypeExtra(
          "AS IDENTITY",
          "every row of now is numbered, and all are written anew" + WAIT,
          "in a later migration the sequence by sql(…) and setDefault(column, \"nextval(…)\") for"
              + " new rows; then number those of now in batches");
  static final TypeExtra AUTO_INCREMENT =
      new TypeExtra(
          "AUTO_INCREMENT",
          "every row of now is numbered while writers wait",
          "number the rows yourself; or make a new table with such a column, and move the rows");

  private static final List<TypeExtra> POSTGRESQL =
      List.of(
          DEFAULT,
          new TypeExtra("UNIQUE", "its index is built" + WAIT, "addUnique(name, column)"),
          new TypeExtra("PRIMARY KEY", "its index is built" + WAIT, LINTED),
          new TypeExtra("CHECK", "every row is read" + WAIT, "addCheck(name, condition)"),
          new TypeExtra(
              "REFERENCES",
              "writers of the other table wait too, of which the plan knows nothing",
              "addForeignKey(name, column, table, column)"),
          SEQUENCE,
          GENERATED,
          NOT_NULL);
  private static final List<TypeExtra> MYSQL =
      List.of(
          DEFAULT,
          new TypeExtra("UNIQUE", "its index is built with the column", "addUnique(name, column)"),
          new TypeExtra("PRIMARY KEY", "the rows are ordered anew by it", LINTED),
          new TypeExtra(
              "CHECK",
              "the table is copied for it while writers wait",
              "let the application see to it"),
          new TypeExtra(
              "REFERENCES",
              "MySQL passes over it, and MariaDB copies the table for it while writers wait",
              "addForeignKey(name, column, table, column)"),
          AUTO_INCREMENT,
          GENERATED,
          NOT_NULL,
          new TypeExtra(
              "ON UPDATE CURRENT_TIMESTAMP",
              "the backfill and every write that is kept in step would change it",
              "a statement of its own in a later migration, sql(…)"),
          place("AFTER"),
          place("FIRST"));

  private static TypeExtra place(String word) {
    return new TypeExtra(
        word,
        "the server may have to build the table anew for it",
        "name the columns in queries, whose order is then nothing to wait for");
  }

  /** Returns what stands from here on, outside of brackets; one at least. */
  static List<TypeExtra> in(Cursor cursor, boolean mySql) {
    List<TypeExtra> extras = new ArrayList<>();
    for (TypeExtra extra : mySql ? MYSQL : POSTGRESQL) {
      if (cursor.has(extra.words().split(" "))) {
        extras.add(extra);
      }
    }
    if (!extras.isEmpty()) {
      return extras;
    }
    return List.of(
        cursor.has("NULL")
            ? NULL
            : new TypeExtra(
                Cursor.text(cursor.rest()),
                "the plan does not know what the server does for it",
                LINTED));
  }

  @Override
  public String toString() {
    return words.replace(" (", "") + ": " + why;
  }
}
