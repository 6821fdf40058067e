package dev.persistence.migrate.internal.lint;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Effect.Work;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;

/**
 * One {@code ALTER TABLE} of MySQL or MariaDB, and how far the server can make it beside writers.
 *
 * @param newPrimaryKey whether it takes one primary key for another
 */
record MySqlChange(
    Examination examination, String table, MySqlOptions options, boolean newPrimaryKey) {

  /** Notes what is done beside writers. */
  void effect(Work work) {
    examination.effect(table, TableLock.METADATA, work);
  }

  /** Notes what is done by a copy of the table, beside writers or not. */
  void copies(Rule rule, String because) {
    if (copiesOnline()) {
      effect(Work.REWRITE);
    } else {
      blocks(
          rule,
          because + ", while writers wait",
          "Make a new column or a new table, keep both in step, and switch: addColumn(…).up(…) of a"
              + " Migration, pt-online-schema-change or gh-ost");
    }
  }

  /** Since 11.2 MariaDB copies beside writers, and then takes over what they wrote. */
  boolean copiesOnline() {
    return examination.server().isMariaDb() && examination.server().isAtLeast(11, 2, 0);
  }

  /** Notes what lets writers wait, unless the statement has the server refuse it then. */
  void blocks(Rule rule, String why, String recipe) {
    if (options.refusesCopy()) {
      effect(Work.REWRITE);
    } else {
      examination.danger(rule, table, Effects.SHARE_REWRITE, new Advice(why, recipe));
    }
  }

  /** Notes what may let writers wait, unless the statement has the server refuse it then. */
  void mayBlock(Rule rule, String why, String recipe) {
    if (options.refusesCopy() || copiesOnline()) {
      effect(Work.REWRITE);
    } else {
      examination.unknown(rule, table, Effects.SHARE_REWRITE, new Advice(why, recipe));
    }
  }
}
