package dev.persistence.cache;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * A write was not acknowledged: the queue is full and the database did not take it either, its log
 * failed, or the caller was interrupted. It may still happen where a log had it already.
 */
public final class WriteBehindException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /** Takes whether the same write may succeed later. */
  public WriteBehindException(Explanation explanation, @Nullable Throwable cause, boolean passing) {
    super(explanation, cause);
    this.passing = passing;
  }

  @Override
  public boolean isTransient() {
    return passing;
  }
}
