package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;
import static dev.persistence.migrate.lint.Effect.Work.REWRITE;
import static dev.persistence.migrate.lint.Effect.Work.SCAN;

import dev.persistence.migrate.lint.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** New and changed columns of MySQL and MariaDB. */
record MySqlColumn(MySqlChange change) {

  private static final Set<String> PER_ROW =
      Set.of("uuid", "uuid_short", "rand", "sysdate", "random_bytes", "sys_guid", "nextval");

  private static final String PARTIAL =
      "Name ALGORITHM=INSTANT, or ALGORITHM=INPLACE, LOCK=NONE, so that the server refuses rather"
          + " than copies; lint with a connection or with the text that creates the table";

  private Schema schema() {
    return change.examination().schema();
  }

  void add(Cursor action) {
    Cursor definition = new Cursor(action.rest());
    Cursor whole = new Cursor(action.rest());
    action.next();
    SqlType.read(action);
    if (action.has("AUTO_INCREMENT")) {
      change.blocks(
          Rule.ADD_COLUMN_REWRITE,
          "every row of now is numbered while writers wait",
          "Make a new table with the column, keep both in step, and switch");
    } else if (isStored(action)) {
      change.copies(Rule.ADD_COLUMN_REWRITE, "a stored value is worked out for every row");
    } else if (isPerRow(new Cursor(action.rest()))) {
      change.copies(Rule.ADD_COLUMN_REWRITE, "the default has another value for each row");
    } else {
      plain(action);
    }
    TableDefinition.column(schema().table(change.table()), definition, schema());
    if (whole.has("CHECK")) {
      change.copies(Rule.ADD_COLUMN_UNIQUE, "the condition is looked at for every row");
    }
  }

  private void plain(Cursor action) {
    boolean references = action.has("REFERENCES") && change.examination().server().isMariaDb();
    if (references && change.examination().foreignKeyChecks()) {
      change.copies(Rule.ADD_FOREIGN_KEY, "every row is looked up");
    } else if (action.has("PRIMARY", "KEY") || action.has("KEY") || action.has("UNIQUE")) {
      change.effect(action.has("UNIQUE") ? SCAN : REWRITE);
    } else {
      change.effect(MOMENT);
    }
  }

  private static boolean isStored(Cursor action) {
    return action.has("STORED") || action.has("PERSISTENT");
  }

  private static boolean isPerRow(Cursor action) {
    if (!action.skipBehind("DEFAULT")) {
      return false;
    }
    List<Token> expression = action.rest();
    return expression.stream()
        .anyMatch(token -> PER_ROW.contains(token.text().toLowerCase(Locale.ROOT)));
  }

  /** Gives a column another definition; what is not repeated in it is gone. */
  void modify(String column, Cursor action) {
    KnownTable table = schema().table(change.table());
    SqlType to = SqlType.read(action).inCharset(table.charset());
    Optional<KnownColumn> known = table.column(column);
    boolean notNull = action.has("NOT", "NULL") || action.has("PRIMARY", "KEY");
    if (isStored(action)) {
      change.copies(Rule.CHANGE_TYPE, "a stored value is worked out for every row");
    } else if (known.isEmpty()) {
      change.mayBlock(
          Rule.CHANGE_TYPE,
          "what "
              + column
              + " is now is not known here, and most other types, lengths and character sets copy"
              + " the table while writers wait",
          PARTIAL);
    } else {
      SqlType from = known.get().type().inCharset(table.charset());
      modify(known.get().typed(from), new KnownColumn(to, notNull), column);
    }
    table.change(column, same -> new KnownColumn(to, notNull));
  }

  private void modify(KnownColumn from, KnownColumn to, String column) {
    switch (MySqlTypes.change(from.type(), to.type())) {
      case COPY ->
          change.copies(
              Rule.CHANGE_TYPE,
              "from "
                  + from.type()
                  + " to "
                  + to.type()
                  + " all rows of "
                  + change.table()
                  + " are"
                  + " copied for "
                  + column);
      case CHARSET ->
          change.mayBlock(
              Rule.CHANGE_TYPE,
              "the table is copied where the character set of "
                  + column
                  + " becomes another one, or where a "
                  + to.type()
                  + " may have more than 255 bytes in it and a "
                  + from.type()
                  + " may not; what set it is, is not known here",
              PARTIAL);
      case NOTHING -> change.effect(from.notNull() == to.notNull() ? MOMENT : REWRITE);
    }
  }
}
