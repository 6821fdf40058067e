package dev.persistence.cache;

import dev.persistence.cache.internal.CacheEngine;
import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.Throttle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of up to two tiers, in this process and in a store that all nodes share, whose values are
 * never stale once writes have ended.
 *
 * <pre>{@code
 * TieredCache<Long, User> users =
 *     TieredCache.<Long, User>builder("user")
 *         .near(Near.maximumSize(100_000))
 *         .store(redis)
 *         .codec(JsonCodec.of(User.class))
 *         .loader(repository::load)
 *         .build();
 * User user = users.get(42L);
 * users.invalidate(42L); // after the commit of the open transaction, if there is one
 * }</pre>
 *
 * <p><b>Guarantee.</b> Whatever the interleaving of loads, commits, invalidations, lost messages
 * and reconnects: once writes have stopped and been invalidated, every tier holds the newest value
 * or none. The near tiers of other nodes are at most the configured bound behind, which a heartbeat
 * proves; a near tier that cannot prove it does not answer. A loader that reads through a routed
 * data source cannot bring back what is older than an invalidation.
 *
 * <p><b>The store is gone.</b> Readers get their values from the loader, as many at a time as
 * configured; changes are told to the store once it is back.
 *
 * <p>Thread-safe. Hits in the near tier neither block nor allocate; all else may wait for the store
 * and the loader, up to the hard deadline.
 *
 * @param <K> the keys: text, numbers, UUIDs, booleans, enums, or others with a function that makes
 *     text of them; with {@code equals} and {@code hashCode}
 * @param <V> the values, which should be immutable
 */
public final class TieredCache<K, V> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TieredCache.class);
  private static final int WARMING_BATCH = 100;

  private final TieredCacheConfig<K, V> config;
  private final CacheEngine<K, V> engine;
  private final CacheLoader<K, V> ownLoader;

  TieredCache(TieredCacheConfig<K, V> config) {
    this.config = config;
    this.engine = new CacheEngine<>(config, config.threads());
    CacheLoader<K, V> loader = config.loader();
    this.ownLoader = loader != null ? loader : this::noLoader;
    LOG.info("{}", config);
  }

  /** Begins a cache. Caches of one name in one store are one cache; the name has no colon. */
  public static <K, V> TieredCacheBuilder<K, V> builder(String name) {
    return new TieredCacheBuilder<>(name);
  }

  public TieredCacheConfig<K, V> config() {
    return config;
  }

  /**
   * Returns the key's value, loaded by the cache's own loader if it has to be (cache-aside), or
   * null if there is none.
   *
   * @throws CacheTimeoutException if no value came in time
   * @throws CacheLoadException if the loader threw a checked exception; others are passed on
   * @throws IllegalStateException if the cache has no loader and the value would have to be loaded
   */
  public @Nullable V get(K key) {
    return engine.get(Arguments.notNull("key", key), ownLoader);
  }

  /** Returns the key's value, loaded by this loader if it has to be; else as {@link #get}. */
  public @Nullable V get(K key, KeyLoader<K, V> loader) {
    return engine.get(Arguments.notNull("key", key), Arguments.notNull("loader", loader));
  }

  /** Returns the values of those keys that have one, with one round trip and one load for all. */
  public Map<K, V> getAll(Collection<K> keys) {
    return engine.getAll(listOf(keys), ownLoader);
  }

  /**
   * Returns the key's value as soon as it is there; a hit in the near tier is there at once. A
   * failure is the one of {@link #get}. Reads outside of the caller's session and transaction.
   */
  public CompletableFuture<@Nullable V> getAsync(K key) {
    return engine.getAsync(Arguments.notNull("key", key), ownLoader);
  }

  /** Returns what the tiers have for the key, without a load. */
  public Lookup<V> lookup(K key) {
    return engine.lookup(Arguments.notNull("key", key));
  }

  /**
   * Writes the value through the cache's writer, if it has one, and caches it. Of two puts at once
   * neither leaves the older value: the key may have none then, and the next read loads it. Inside
   * a transaction the writer is called at once, and the key is left without a value after the
   * commit.
   *
   * @throws CacheLoadException if the writer threw a checked exception; others are passed on
   * @throws IllegalArgumentException if the value cannot be stored; nothing is written then
   */
  public void put(K key, V value) {
    engine.put(Arguments.notNull("key", key), Arguments.notNull("value", value), config.writer());
  }

  /**
   * Caches a value that was written already, unless a version is known that is as new. Versions
   * grow with each change of the key and come from where the value really is, such as a column of
   * the row. Where an invalidation of late may have been of a newer version the key is left without
   * a value.
   *
   * @param version 0 or more
   * @return whether it was cached; inside a transaction never, since that is decided after it
   */
  public boolean putIfNewer(K key, V value, long version) {
    Arguments.inRange("version", version, 0, Long.MAX_VALUE);
    return engine.putIfNewer(
        Arguments.notNull("key", key), Arguments.notNull("value", value), version);
  }

  /**
   * Deletes the value through the cache's writer and invalidates the key.
   *
   * @throws IllegalStateException if the cache has no writer
   */
  public void remove(K key) {
    CacheWriter<K, V> writer = config.writer();
    if (writer == null) {
      throw new IllegalStateException(
          "Cache \""
              + config.name()
              + "\" has no writer to delete with; use invalidate, or declare"
              + " a writer");
    }
    engine.remove(Arguments.notNull("key", key), writer);
  }

  /**
   * Has all nodes forget the key's value: after the commit of the open transaction and not if it
   * rolls back, or at once if none is open. Call it after the change was committed, or inside its
   * transaction. Never fails because of the store.
   */
  public void invalidate(K key) {
    invalidateAll(List.of(Arguments.notNull("key", key)));
  }

  /** Has all nodes forget the keys' values, as {@link #invalidate}. */
  public void invalidateAll(Collection<? extends K> keys) {
    engine.invalidateAll(listOf(keys));
  }

  private static <T> List<T> listOf(Collection<? extends T> keys) {
    return Arguments.listOf("keys", new ArrayList<>(Arguments.notNull("keys", keys)));
  }

  /**
   * Makes the key's value too old to be a hit; where its load fails or is slow it is still served.
   */
  public void expire(K key) {
    engine.expire(Arguments.notNull("key", key));
  }

  /**
   * Starts to load the key's value anew, unless a node does already; until it is there the old one
   * is served. Does not wait.
   */
  public void refresh(K key) {
    engine.refresh(Arguments.notNull("key", key), ownLoader);
  }

  /**
   * Has all nodes forget the values that have the tag, whatever their number, at once. Inside a
   * transaction, after its commit. In a cache without a store, all values that have any tag.
   *
   * @throws IllegalStateException if the cache knows no tags
   */
  public void invalidateTag(String tag) {
    if (config.tags() == null) {
      throw new IllegalStateException(
          "Cache \""
              + config.name()
              + "\" knows no tags; declare them with TieredCacheBuilder.tags");
    }
    engine.invalidateTag(tag);
  }

  /** Has all nodes forget all values, at once, or after the commit of the open transaction. */
  public void clear() {
    engine.clear();
  }

  /**
   * Loads what is missing of the keys, in batches, so that a new node does not begin cold. Blocks.
   *
   * @param throttle asked before each batch with the number of keys in it
   * @return how many of the keys have a value
   * @throws InterruptedException if the thread was interrupted during a pause
   */
  public long warm(Iterable<K> keys, Throttle throttle) throws InterruptedException {
    Arguments.notNull("throttle", throttle);
    long found = 0;
    Iterator<K> rest = Arguments.notNull("keys", keys).iterator();
    while (rest.hasNext()) {
      List<K> batch = new ArrayList<>();
      while (rest.hasNext() && batch.size() < WARMING_BATCH) {
        batch.add(rest.next());
      }
      Throttle.Pause pause = throttle.ask(batch.size());
      while (!pause.isNone()) {
        config.time().sleep(pause.atLeast());
        pause = throttle.ask(0);
      }
      found += getAll(batch).size();
    }
    return found;
  }

  public CacheStatistics statistics() {
    return engine.statistics();
  }

  public CacheHealth health() {
    return engine.health();
  }

  private V noLoader(K key, LoadContext load) {
    throw new IllegalStateException(
        "Cache \""
            + config.name()
            + "\" has no loader for a value that it does not have; declare"
            + " one, or use get(key, loader) or lookup");
  }

  /**
   * Ends the cache's threads; loads that are under way are interrupted, and who waits for one gets
   * a {@link CacheTimeoutException}. The store stays open, and the values stay in it. Later reads
   * find nothing near and fail where they would load.
   */
  @Override
  public void close() {
    engine.close();
  }

  @Override
  public String toString() {
    return "TieredCache " + config.name();
  }
}
