package dev.persistence.sharding;

import dev.persistence.core.Explanation;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the shard of a key.
 *
 * <p>An implementation is pure and thread-safe, and does no I/O that the caller would not expect:
 * the same key has the same shard, whatever the representation, thread, JVM, locale or time zone,
 * as long as nobody changes what the resolver is made of. It never guesses: a key that has no shard
 * is a {@link ShardKeyException}. {@code ShardResolverContract} in the test-jar checks all this.
 */
public interface ShardResolver {

  /**
   * Returns the name of the key's shard, one of {@link #shards()}.
   *
   * @throws ShardKeyException if it is null, no key of {@link #keyType()}, or one without a shard
   */
  String shardOf(@Nullable Object key);

  /** Returns the shard of a number; the same as with a {@link Long}, without one. */
  default String shardOf(long key) {
    return shardOf((Object) key);
  }

  /**
   * Returns the shard of a key under a super key, such as its region.
   *
   * <p>Default: there are no super keys.
   *
   * @throws ShardKeyException if one of them is refused, or has no shard
   */
  default String shardOf(Object superKey, @Nullable Object key) {
    throw new ShardKeyException(
        new Explanation(
            "The super key has no meaning",
            "this resolver tells the shard by the key alone",
            "Give a sharding key without a super key"));
  }

  /**
   * Takes in news of which shard has which keys, if there is somebody to ask; may block for that.
   *
   * <p>Default: there is nobody.
   *
   * @throws SQLException if who has the news cannot be asked
   */
  default void learn() throws SQLException {}

  /** Returns the type of keys it takes. */
  KeyType<?> keyType();

  /** Returns the names of all shards that it may answer; may grow or shrink when it is changed. */
  Set<String> shards();
}
