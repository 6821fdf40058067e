package dev.persistence.cache.internal;

import dev.persistence.cache.TieredCacheConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tiers of one cache and what keeps them in step.
 *
 * @param config the settings
 * @param near what is kept in this process
 * @param store what is kept for all nodes, or null
 * @param flights the reads under way
 * @param changes what was changed of late
 * @param reports who is told what happens
 * @param <K> the keys
 * @param <V> the values
 */
record Tiers<K, V>(
    TieredCacheConfig<K, V> config,
    NearTier<K, V> near,
    @Nullable StoreTier<K, V> store,
    Flights<K, V> flights,
    Changes changes,
    Reports reports) {

  private static final Logger LOG = LoggerFactory.getLogger(Tiers.class);

  CoarseClock clock() {
    return reports.clock();
  }

  /** Returns the key's id in the store. */
  String id(K key) {
    return config.id(key);
  }

  StoreTier<K, V> requireStore() {
    if (store == null) {
      throw new IllegalStateException("There is no store to ask; this is a defect");
    }
    return store;
  }

  /** Keeps a value near, unless its weigher fails: who asked for it shall have it all the same. */
  void fillNear(K key, Entry<V> entry, NearToken token) {
    try {
      near.fill(key, entry, token);
    } catch (RuntimeException failure) { // A user's weigher, whatever it throws.
      reports.counters().unstorable.increment();
      LOG.warn("{}: a value cannot be kept near", config.name(), failure);
    }
  }

  /** Returns a value that was loaded just now. */
  Entry<V> entry(Loaded<V> loaded) {
    long now = clock().now();
    Frame.Times life = loaded.life();
    boolean tagged = config.tags() != null && loaded.value() != null;
    return new Entry<>(
        loaded.value(),
        now + life.softMillis() * 1_000_000,
        now + life.hardMillis() * 1_000_000,
        new Entry.Origin(loaded.version(), life.loadMicros() * 1000, now, tagged));
  }
}
