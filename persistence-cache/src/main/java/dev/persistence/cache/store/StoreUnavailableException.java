package dev.persistence.cache.store;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * A store did not answer in time, refused, or is not asked because it failed too often of late.
 * Whether a change reached it is unknown. Transient. A cache does not pass it on to readers.
 */
public final class StoreUnavailableException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(Explanation explanation, @Nullable Throwable cause) {
    super(explanation, cause);
  }

  @Override
  public boolean isTransient() {
    return true;
  }
}
