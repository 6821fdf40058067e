package dev.persistence.cache;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * No value came within the hard deadline of a load, there was no room for another load, or the
 * thread was interrupted while it waited. Nothing was stored. Transient.
 */
public final class CacheTimeoutException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  public CacheTimeoutException(Explanation explanation, @Nullable Throwable cause) {
    super(explanation, cause);
  }

  @Override
  public boolean isTransient() {
    return true;
  }
}
