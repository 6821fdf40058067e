package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoader;
import dev.persistence.cache.Lookup;
import dev.persistence.cache.MissReason;
import dev.persistence.cache.TieredCacheConfig;
import dev.persistence.cache.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds values: near, in the store, or by loading them. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Reads<K, V> {

  private final TieredCacheConfig<K, V> config;
  private final Tiers<K, V> tiers;
  private final TransactionKeys<K> transactions;
  private final Misses<K, V> misses;
  private final Refreshes<K, V> refreshes;
  private final Backoffs<K> backoffs;
  private final Arrivals<V> arrivals;
  private final PrivateReads<K, V> privately;
  private final NearTier<K, V> near;
  private final CoarseClock clock;
  private final Counters counters;

  Reads(Tiers<K, V> tiers, TransactionKeys<K> transactions, Loading<K, V> loading) {
    this.config = tiers.config();
    this.tiers = tiers;
    this.transactions = transactions;
    this.misses = loading.misses();
    this.refreshes = loading.refreshes();
    this.backoffs = loading.backoffs();
    this.arrivals = loading.arrivals();
    this.privately = new PrivateReads<>(tiers, transactions, loading.arrivals());
    this.near = tiers.near();
    this.clock = tiers.clock();
    this.counters = tiers.reports().counters();
  }

  /** Returns the key's value, or null if there is none. */
  @Nullable V get(K key, CacheLoader<K, V> loader) {
    NearEntry<V> hit = near(key, loader);
    return hit != null ? hit.value : beyond(Set.of(key), loader).get(key);
  }

  /** Returns the values of those keys that have one. */
  Map<K, V> getAll(Collection<K> keys, CacheLoader<K, V> loader) {
    Map<K, V> values = new LinkedHashMap<>();
    Set<K> rest = new LinkedHashSet<>();
    for (K key : keys) {
      NearEntry<V> hit = near(key, loader);
      if (hit == null) {
        rest.add(key);
      } else if (hit.value != null) {
        values.put(key, hit.value);
      }
    }
    if (!rest.isEmpty()) {
      values.putAll(beyond(rest, loader));
    }
    return values;
  }

  /** Returns the near entry if it answers a read on this thread, or null. */
  @Nullable NearEntry<V> near(K key, CacheLoader<K, V> loader) {
    if (transactions.isChangedHere(key)) {
      return null;
    }
    long now = clock.now();
    NearEntry<V> hit = near.get(key, now);
    if (hit != null) {
      counters.nearHits.increment();
      if (now - hit.attentionNanos >= 0 && near.isRefreshDue(hit, now)) {
        refreshes.start(key, tiers.id(key), loader);
      }
    }
    return hit;
  }

  private Map<K, V> beyond(Set<K> keys, CacheLoader<K, V> loader) {
    return transactions.isLoadPrivate() ? privately.getAll(keys, loader) : withOthers(keys, loader);
  }

  private Map<K, V> withOthers(Set<K> keys, CacheLoader<K, V> loader) {
    long begun = clock.now();
    Map<K, V> values = new HashMap<>();
    Set<K> rest = keys;
    while (!rest.isEmpty()) {
      Map<K, Flight<V>> awaited = new LinkedHashMap<>();
      List<Pending<K, V>> mine = new ArrayList<>();
      for (K key : rest) {
        String id = tiers.id(key);
        Flight<V> own = tiers.flights().prepare(id);
        Flight<V> flight = tiers.flights().join(key, own);
        awaited.put(key, flight);
        if (flight.equals(own)) {
          mine.add(new Pending<>(key, id, flight));
        }
      }
      fly(mine, loader);
      rest = new LinkedHashSet<>();
      for (Map.Entry<K, Flight<V>> one : awaited.entrySet()) {
        Landed<V> landed = arrivals.await(one.getValue(), begun);
        if (landed == null) {
          rest.add(one.getKey());
        } else {
          take(one.getKey(), landed, values);
        }
      }
    }
    return values;
  }

  private void take(K key, Landed<V> landed, Map<K, V> values) {
    Entry<V> entry = landed.entry();
    MissReason reason = landed.reason();
    if (reason == null) {
      counters.storeHits.increment();
    } else {
      tiers.reports().missed(key, reason);
      if (!entry.isFresh(clock.now())) {
        counters.staleHits.increment();
      }
    }
    if (entry.value() != null) {
      values.put(key, entry.value());
    }
  }

  /** Has the flights that this thread has started land, or fail all at once. */
  private void fly(List<Pending<K, V>> mine, CacheLoader<K, V> loader) {
    if (mine.isEmpty()) {
      return;
    }
    try {
      misses.resolve(look(mine, loader), loader);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      abandon(mine, new Arrivals.Abandoned());
    } catch (RuntimeException | Error failure) { // Others wait for the flights.
      abandon(mine, failure);
    }
  }

  private void abandon(List<Pending<K, V>> mine, Throwable failure) {
    mine.forEach(one -> tiers.flights().fail(one, failure));
  }

  /** Lands what is in the store and returns the rest. */
  private List<Pending<K, V>> look(List<Pending<K, V>> mine, CacheLoader<K, V> loader) {
    StoreTier<K, V> tier = tiers.store();
    List<Pending<K, V>> missing = new ArrayList<>();
    Map<String, Read<V>> reads = Map.of();
    boolean down = false;
    if (tier != null) {
      mine.forEach(one -> one.open = tiers.changes().isOpen(one.id)); // It may be told meanwhile.
      try {
        reads = read(tier, mine);
        tiers.reports().storeAnswered();
      } catch (StoreUnavailableException failure) {
        tiers.reports().storeFailed(failure);
        down = true;
      }
    }
    for (Pending<K, V> one : mine) {
      if (down) {
        one.reason = MissReason.STORE_DOWN;
      } else if (tier == null) {
        one.flight.stale = near.usable(one.key, clock.now());
        one.reason = one.flight.stale != null ? MissReason.EXPIRED : MissReason.COLD;
      } else {
        one.saw(reads.getOrDefault(one.id, Read.nothing()));
      }
      if (one.reason == MissReason.COLD && near.isCutOff(one.key, clock.now())) {
        one.reason = MissReason.CHANNEL;
      }
      if (!served(one, loader)) {
        missing.add(one);
      }
    }
    return missing;
  }

  private Map<String, Read<V>> read(StoreTier<K, V> tier, List<Pending<K, V>> mine) {
    if (mine.size() == 1) {
      String id = mine.get(0).id;
      return Map.of(id, tier.read(id));
    }
    List<String> ids = new ArrayList<>(mine.size());
    mine.forEach(one -> ids.add(one.id));
    return tier.readAll(ids);
  }

  /** Lands a flight with what was found, if that will do. */
  private boolean served(Pending<K, V> one, CacheLoader<K, V> loader) {
    Entry<V> found = one.flight.stale;
    long now = clock.now();
    if (found == null) {
      return false;
    }
    if (one.open || tiers.changes().isOpen(one.id)) {
      one.flight.stale = null;
      one.reason = MissReason.INVALIDATED;
      return false;
    }
    if (found.isFresh(now)) {
      tiers.fillNear(one.key, found, one.flight.token);
      tiers.flights().land(one, new Landed<>(found, null));
      double dice = ThreadLocalRandom.current().nextDouble();
      if (found.isRefreshDue(config.refreshAhead(), dice, now)) {
        refreshes.start(one.key, one.id, loader);
      }
      return true;
    }
    if (found.isUsable(now) && backoffs.isOn(one.key)) {
      tiers.flights().land(one, new Landed<>(found, one.reason));
      return true;
    }
    if (!found.isUsable(now)) {
      one.flight.stale = null;
    }
    return false;
  }

  /** Returns what the tiers have for the key. */
  Lookup<V> lookup(K key) {
    long now = clock.now();
    Entry<V> entry = transactions.isChangedHere(key) ? null : near.usable(key, now);
    Lookup.Tier tier = Lookup.Tier.NEAR;
    if (entry == null && tiers.store() != null && !transactions.isChangedHere(key)) {
      entry = usable(key);
      tier = Lookup.Tier.STORE;
    }
    if (entry == null || !entry.isUsable(now)) {
      return Lookup.absent();
    }
    Lookup.State state =
        !entry.isFresh(now)
            ? Lookup.State.STALE
            : entry.value() == null ? Lookup.State.NEGATIVE : Lookup.State.FRESH;
    Duration age = Duration.ofNanos(Math.max(0, now - entry.origin().storedNanos()));
    return new Lookup<>(state, tier, entry.value(), age, entry.origin().version());
  }

  /** Returns what the store has for the key, fresh or not, or null if nothing can be used. */
  private @Nullable Entry<V> usable(K key) {
    StoreTier<K, V> tier = tiers.store();
    String id = tiers.id(key);
    if (tier == null || tiers.changes().isOpen(id)) {
      return null;
    }
    try {
      return tier.read(id).entry();
    } catch (StoreUnavailableException down) {
      tiers.reports().storeFailed(down);
      return null;
    }
  }
}
