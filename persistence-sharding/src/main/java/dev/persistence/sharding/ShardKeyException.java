package dev.persistence.sharding;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * A key that has no shard: it is of another type than declared, or nobody was made responsible for
 * it.
 *
 * <p>The message names the key's class and never its value, which may be personal. There is no
 * shard by default: a row in the wrong place is worse than an error.
 */
public final class ShardKeyException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  public ShardKeyException(Explanation explanation) {
    super(explanation, null);
  }

  static ShardKeyException refused(String declared, @Nullable Object key, String why) {
    String what = key == null ? "Null" : "A value of class " + key.getClass().getName();
    return new ShardKeyException(
        new Explanation(
            what + " is no shard key of type " + declared,
            key == null ? "a row without a key belongs to no shard" : why,
            "Pass the key as the declared type, or declare another KeyType"));
  }
}
