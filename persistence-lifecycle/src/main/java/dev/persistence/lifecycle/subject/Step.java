package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.TableName;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is done to rows of one table.
 *
 * @param edge the foreign key that becomes NULL; null if the step is none of those
 * @param own whether it is the subject's own rows that are detached, and not those of others
 */
record Step(TableName table, Action action, @Nullable Edge edge, boolean own) {

  static Step of(TableName table, Action action) {
    return new Step(table, action, null, true);
  }
}
