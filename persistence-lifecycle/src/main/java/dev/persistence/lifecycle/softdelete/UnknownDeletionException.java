package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.LifecycleException;

/** There is no such deletion to restore: never made, restored already, or purged. */
public final class UnknownDeletionException extends LifecycleException {

  private static final long serialVersionUID = 1L;

  UnknownDeletionException(Explanation explanation) {
    super(explanation, null);
  }
}
