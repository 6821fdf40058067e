package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.sharding.hash.HashScheme;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A resolver that hashes the key into a bucket and asks a {@link ShardMap} for the owner.
 *
 * <p>Thread-safe. A look-up reads the map once, without a lock; with {@link HashScheme#mix64} it
 * allocates nothing for numbers, UUIDs and ASCII text. {@link #refresh} replaces the map; its epoch
 * only grows.
 */
public final class HashResolver implements ShardResolver {

  private final KeyType<?> keyType;
  private final HashScheme scheme;
  private final boolean takesNumbers;
  private final ReentrantLock lock = new ReentrantLock();
  private final @Nullable ShardMapSource source;
  private final AtomicReference<@Nullable CompletableFuture<@Nullable ShardMap>> asking =
      new AtomicReference<>();
  private volatile ShardMap map;

  HashResolver(
      KeyType<?> keyType, HashScheme scheme, ShardMap map, @Nullable ShardMapSource source) {
    this.source = source;
    this.keyType = keyType;
    this.scheme = scheme;
    this.takesNumbers = keyType == KeyType.INT8;
    this.map = map;
  }

  @Override
  public String shardOf(@Nullable Object key) {
    ShardMap current = map;
    return current.ownerOf(keyType.bucketOf(key, scheme, current.bits()));
  }

  @Override
  public String shardOf(long key) {
    if (!takesNumbers) {
      throw ShardKeyException.refused(keyType.toString(), key, "it is a number");
    }
    ShardMap current = map;
    return current.ownerOf(scheme.bucketOf(key, current.bits()));
  }

  /** Returns the key's bucket, which is the same in every map. */
  public int bucketOf(@Nullable Object key) {
    return keyType.bucketOf(key, scheme, map.bits());
  }

  /** Returns the map that look-ups use at the moment. */
  public ShardMap map() {
    return map;
  }

  /**
   * Uses the map from now on if it is newer.
   *
   * @return whether it is; false for an older one, and for the one in use
   * @throws ShardMapException if it has another number of buckets, or differs from the map in use
   *     and has the same epoch: somebody changed a map that was in use
   */
  public boolean refresh(ShardMap newer) {
    Arguments.notNull("newer", newer);
    lock.lock();
    try {
      ShardMap current = map;
      if (newer.buckets() != current.buckets()) {
        throw contradiction(
            newer,
            "it has " + newer.buckets() + " buckets and the map in use has " + current.buckets());
      }
      if (newer.epoch() == current.epoch() && !newer.equals(current)) {
        throw contradiction(newer, "the map in use has the same epoch and other contents");
      }
      if (newer.epoch() <= current.epoch()) {
        return false;
      }
      map = newer;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks the source for a newer map, if there is a source. Who comes while somebody asks waits for
   * that, and shares the next answer, since this one may have been read before there was news.
   */
  @Override
  public void learn() throws SQLException {
    if (source != null && !isAskedHere(source)) {
      isAskedHere(source);
    }
  }

  /** Takes in an answer and returns whether this thread has asked for it, or another. */
  private boolean isAskedHere(ShardMapSource whom) throws SQLException {
    CompletableFuture<@Nullable ShardMap> mine = new CompletableFuture<>();
    CompletableFuture<@Nullable ShardMap> other = asking.compareAndExchange(null, mine);
    if (other == null) {
      ask(whom, mine);
    }
    ShardMap newest = answer(other == null ? mine : other);
    if (newest != null) {
      refresh(newest);
    }
    return other == null;
  }

  /** Lets others ask anew before they get to know the answer. */
  private void ask(ShardMapSource whom, CompletableFuture<@Nullable ShardMap> mine) {
    try {
      ShardMap newest = whom.newest();
      asking.set(null);
      mine.complete(newest);
    } catch (SQLException | RuntimeException | Error failure) { // Others wait for it, too.
      asking.set(null);
      mine.completeExceptionally(failure);
    }
  }

  private static @Nullable ShardMap answer(CompletableFuture<@Nullable ShardMap> asked)
      throws SQLException {
    try {
      return asked.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof SQLException told) {
        throw told;
      }
      if (failure.getCause() instanceof RuntimeException told) {
        throw told;
      }
      throw failure;
    }
  }

  private static ShardMapException contradiction(ShardMap map, String why) {
    return new ShardMapException(
        new Explanation(
            "The shard map of epoch " + map.epoch() + " is not taken",
            why,
            "Find out who writes shard maps; each change makes the next epoch of the same buckets"),
        null);
  }

  @Override
  public KeyType<?> keyType() {
    return keyType;
  }

  /** Returns the function that fills the buckets. */
  public HashScheme scheme() {
    return scheme;
  }

  @Override
  public Set<String> shards() {
    return Set.copyOf(map.shards());
  }

  @Override
  public String toString() {
    return "keyType=" + keyType + ", scheme=" + scheme.name() + ", map=" + map;
  }
}
