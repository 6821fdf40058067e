package dev.persistence.cache.log;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import org.jspecify.annotations.Nullable;

/** A log did not do what it was asked for; whether it happened nevertheless is unknown. */
public final class WriteLogException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /** Takes whether the same call may succeed later. */
  public WriteLogException(Explanation explanation, @Nullable Throwable cause, boolean passing) {
    super(explanation, cause);
    this.passing = passing;
  }

  @Override
  public boolean isTransient() {
    return passing;
  }
}
