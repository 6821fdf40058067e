package dev.persistence.lifecycle.hold;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.LifecycleException;

/** A legal hold keeps rows as they are; nothing was changed. */
public final class RowHeldException extends LifecycleException {

  private static final long serialVersionUID = 1L;

  private final transient TableName table;

  /** Says how many rows of the table are held. */
  public RowHeldException(TableName table, long rows) {
    super(
        new Explanation(
            "Nothing was changed",
            rows + " rows of \"" + table + "\" are under a legal hold",
            "Wait until the hold is released"),
        null);
    this.table = table;
  }

  public TableName table() {
    return table;
  }
}
