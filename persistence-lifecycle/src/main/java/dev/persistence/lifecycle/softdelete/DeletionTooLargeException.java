package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.LifecycleException;

/** A deletion would take more rows along than is allowed; nothing was changed. */
public final class DeletionTooLargeException extends LifecycleException {

  private static final long serialVersionUID = 1L;

  DeletionTooLargeException(TableName root, int allowed) {
    super(
        new Explanation(
            "Nothing of \"" + root + "\" was deleted",
            "more than " + allowed + " rows would go with it in one transaction",
            "Delete the children in parts first, or raise largestDeletion"),
        null);
  }
}
