package dev.persistence.sharding.id;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;

/** An id that was not made, since it could be one that was made before. */
public final class BucketIdException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  private final boolean passing;

  BucketIdException(Explanation explanation, boolean passing) {
    super(explanation, null);
    this.passing = passing;
  }

  @Override
  public boolean isTransient() {
    return passing;
  }
}
