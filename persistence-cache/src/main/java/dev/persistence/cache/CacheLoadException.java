package dev.persistence.cache;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;

/**
 * A loader or writer failed with a checked exception, which is the cause. What it throws unchecked
 * is passed on as it is.
 */
public final class CacheLoadException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  public CacheLoadException(Explanation explanation, Throwable cause) {
    super(explanation, cause);
  }
}
