package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.LifecycleException;

/** A row cannot be deleted since live rows that protect it lead to it; nothing was changed. */
public final class RowProtectedException extends LifecycleException {

  private static final long serialVersionUID = 1L;

  private final transient ForeignKey foreignKey;

  RowProtectedException(ForeignKey foreignKey, long rows) {
    super(
        new Explanation(
            "Nothing of \"" + foreignKey.parent() + "\" was deleted",
            rows + " live rows lead to it by " + foreignKey + ", which protects",
            "Delete these first"),
        null);
    this.foreignKey = foreignKey;
  }

  public ForeignKey foreignKey() {
    return foreignKey;
  }
}
