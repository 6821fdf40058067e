package dev.persistence.sharding;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import org.jspecify.annotations.Nullable;

/** A shard map from elsewhere that cannot be used: its text is broken, or it contradicts ours. */
public final class ShardMapException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  public ShardMapException(Explanation explanation, @Nullable Throwable cause) {
    super(explanation, cause);
  }
}
