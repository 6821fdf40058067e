package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoader;
import dev.persistence.cache.LoadContext;
import dev.persistence.cache.MissReason;
import dev.persistence.cache.store.StoreUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads inside a transaction that sees what others do not: what others may see comes from the
 * store, all else is loaded on this thread, for this transaction alone. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class PrivateReads<K, V> {

  private final Tiers<K, V> tiers;
  private final TransactionKeys<K> transactions;
  private final Arrivals<V> arrivals;

  PrivateReads(Tiers<K, V> tiers, TransactionKeys<K> transactions, Arrivals<V> arrivals) {
    this.tiers = tiers;
    this.transactions = transactions;
    this.arrivals = arrivals;
  }

  /** Returns the values of those keys that have one. */
  Map<K, V> getAll(Collection<K> keys, CacheLoader<K, V> loader) {
    Map<K, V> values = new HashMap<>();
    Map<K, LoadContext> loads = new LinkedHashMap<>();
    stored(keys)
        .forEach(
            (key, read) -> {
              Entry<V> found = read.entry();
              if (found == null || !found.isFresh(tiers.clock().now())) {
                tiers.reports().missed(key, read.reason());
                loads.put(key, new LoadContext());
              } else {
                tiers.reports().counters().storeHits.increment();
                if (found.value() != null) {
                  values.put(key, found.value());
                }
              }
            });
    if (!loads.isEmpty()) {
      values.putAll(load(loads, loader));
    }
    return values;
  }

  /** Returns what the store has for each key that this transaction may read from there. */
  private Map<K, Read<V>> stored(Collection<K> keys) {
    Map<K, Read<V>> reads = new LinkedHashMap<>();
    Map<K, String> shared = new LinkedHashMap<>();
    for (K key : keys) {
      String id = tiers.id(key);
      if (transactions.isChangedHere(key) || tiers.changes().isOpen(id)) {
        reads.put(key, Read.useless(0, MissReason.INVALIDATED));
      } else {
        shared.put(key, id);
      }
    }
    StoreTier<K, V> tier = tiers.store();
    if (tier == null) {
      shared.forEach((key, id) -> reads.put(key, Read.nothing()));
    } else if (!shared.isEmpty()) {
      try {
        Map<String, Read<V>> found = tier.readAll(shared.values());
        shared.forEach((key, id) -> reads.put(key, found.getOrDefault(id, Read.nothing())));
      } catch (StoreUnavailableException down) {
        tiers.reports().storeFailed(down);
        shared.forEach((key, id) -> reads.put(key, Read.useless(0, MissReason.STORE_DOWN)));
      }
    }
    return reads;
  }

  private Map<K, V> load(Map<K, LoadContext> keys, CacheLoader<K, V> loader) {
    long begun = tiers.config().time().nanos();
    boolean succeeded = false;
    try {
      Map<K, V> loaded = loader.loadAll(keys);
      succeeded = true;
      return loaded;
    } catch (Exception failure) { // Whatever a loader fails with; unchecked ones stay as they are.
      throw arrivals.unchecked(failure);
    } finally {
      tiers.reports().loaded(succeeded, tiers.config().time().nanos() - begun);
    }
  }
}
