package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;
import static dev.persistence.migrate.lint.Effect.Work.REWRITE;
import static dev.persistence.migrate.lint.Effect.Work.SCAN;

import dev.persistence.migrate.lint.Rule;
import java.util.List;

/** {@code ALTER TABLE … ADD} on MySQL and MariaDB. */
record MySqlAdd(MySqlChange change) {

  void add(Cursor action) {
    if (action.accept("CONSTRAINT")) {
      if (!action.isAtAny("PRIMARY", "UNIQUE", "FOREIGN", "CHECK")) {
        action.accept("IF", "NOT", "EXISTS");
        action.name();
      }
    }
    Token kind = action.peek();
    if (action.acceptAny("FULLTEXT", "SPATIAL")) {
      MySqlAlterTable.index(kind, change);
    } else if (action.acceptAny("INDEX", "KEY", "UNIQUE")) {
      change.effect(SCAN);
    } else if (action.accept("PRIMARY", "KEY")) {
      change.effect(REWRITE);
    } else if (action.accept("FOREIGN", "KEY")) {
      foreignKey();
    } else if (action.accept("CHECK")) {
      check(action);
    } else if (action.accept("PARTITION")) {
      change.effect(MOMENT);
    } else {
      columns(action);
    }
  }

  private void foreignKey() {
    if (!change.examination().foreignKeyChecks()) {
      change.effect(MOMENT);
      return;
    }
    change.copies(Rule.ADD_FOREIGN_KEY, "every row is looked up by a copy of the table");
  }

  private void check(Cursor action) {
    if (action.has("NOT", "ENFORCED")) {
      change.effect(MOMENT);
    } else {
      change.copies(Rule.ADD_CHECK, "every row is looked at by a copy of the table");
    }
  }

  private void columns(Cursor action) {
    action.accept("COLUMN");
    action.accept("IF", "NOT", "EXISTS");
    if (action.isAt("(")) {
      for (List<Token> column : new Cursor(action.group()).parts()) {
        new MySqlColumn(change).add(new Cursor(column));
      }
    } else {
      new MySqlColumn(change).add(action);
    }
  }
}
