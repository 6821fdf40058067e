package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoader;
import dev.persistence.cache.store.LeaseAnswer;
import dev.persistence.cache.store.LeaseRequest;
import dev.persistence.cache.store.StoreUnavailableException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Loads values ahead of their expiry, on the cache's threads, at most once at a time for each key
 * on this node and in the store. A refresh that cannot be had is left to the next read.
 * Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Refreshes<K, V> {

  private final Tiers<K, V> tiers;
  private final Loads<K, V> loads;
  private final Executor threads;
  private final Set<K> running = ConcurrentHashMap.newKeySet();

  Refreshes(Tiers<K, V> tiers, Loads<K, V> loads, Executor threads) {
    this.tiers = tiers;
    this.loads = loads;
    this.threads = threads;
  }

  /** Starts to refresh the key, unless that is under way. */
  void start(K key, String id, CacheLoader<K, V> loader) {
    if (!running.add(key)) {
      return;
    }
    try {
      threads.execute(() -> refresh(key, id, loader));
    } catch (RejectedExecutionException busy) { // The next read tries again.
      running.remove(key);
    }
  }

  private void refresh(K key, String id, CacheLoader<K, V> loader) {
    tiers.reports().counters().refreshes.increment();
    NearToken token = tiers.near().token(id);
    Order<K, V> order = order(key, id, loader);
    if (order == null) {
      running.remove(key);
      return;
    }
    var unused =
        loads
            .start(order)
            .whenComplete(
                (entries, failure) -> {
                  running.remove(key);
                  if (entries != null && tiers.store() == null) {
                    entries.forEach((loaded, entry) -> tiers.fillNear(loaded, entry, token));
                  }
                });
  }

  /** Returns what to load, or null if it is not ours to load now. */
  private @Nullable Order<K, V> order(K key, String id, CacheLoader<K, V> loader) {
    StoreTier<K, V> tier = tiers.store();
    if (tiers.changes().isOpen(id)) {
      return null;
    }
    if (tier == null) {
      return new Order<>(Map.of(key, id), loader, null, tiers.changes().positions(id));
    }
    try {
      Claim claim = tier.claim(UUID.randomUUID().toString());
      LeaseRequest request =
          new LeaseRequest(id, claim.token(), loads.times().lease(), tier.read(id).stamp());
      if (tier.space().lease(List.of(request)).get(id) instanceof LeaseAnswer.Granted granted) {
        Set<String> positions = new HashSet<>(granted.positions());
        positions.addAll(tier.positionsOfMany());
        positions.addAll(tiers.changes().positions(id));
        return new Order<>(Map.of(key, id), loader, claim, positions);
      }
      return null;
    } catch (StoreUnavailableException down) {
      tiers.reports().storeFailed(down);
      return null;
    }
  }
}
