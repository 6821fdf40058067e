package dev.persistence.cache.internal;

import dev.persistence.cache.CacheHealth;
import dev.persistence.cache.CacheLoader;
import dev.persistence.cache.CacheStatistics;
import dev.persistence.cache.CacheWriter;
import dev.persistence.cache.Lookup;
import dev.persistence.cache.TieredCacheConfig;
import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.SpaceOptions;
import dev.persistence.cache.store.StoreSpace;
import dev.persistence.cache.store.StoreUnavailableException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one cache, put together, and what is done with them. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class CacheEngine<K, V> implements AutoCloseable {

  private final TieredCacheConfig<K, V> config;
  private final CacheThreads threads;
  private final CoarseClock clock;
  private final Reports reports;
  private final @Nullable StoreSpace space;
  private final Tiers<K, V> tiers;
  private final TransactionKeys<K> transactions;
  private final Reads<K, V> reads;
  private final Writes<K, V> writes;
  private final Refreshes<K, V> refreshes;
  private final StaleChecks<K, V> checks;

  public CacheEngine(TieredCacheConfig<K, V> config, CacheThreads threads) {
    this.config = config;
    this.threads = threads;
    this.clock = new CoarseClock(config.name(), config.time());
    this.reports =
        new Reports(config.name(), config.listener(), new Counters(), clock, new AtomicBoolean());
    NearTier<K, V> near =
        new NearTier<>(config.near(), config.refreshAhead(), clock, reports.counters()::evicted);
    Wakeups wakeups = new Wakeups(threads.waits());
    Channel channel = new Channel(near, wakeups, config.bound(), reports);
    this.space = open(config.store(), channel, near);
    Changes changes =
        new Changes(space, near, reports, new Changes.Setting(config.tombstone(), threads.loads()));
    channel.settleWith(changes);
    StoreTier<K, V> store =
        space == null
            ? null
            : new StoreTier<>(space, config, new Generations(space, near, clock), reports);
    this.tiers = new Tiers<>(config, near, store, new Flights<>(near), changes, reports);
    Fences fences = space == null ? null : new Fences(space, config.tombstone(), reports);
    this.transactions =
        new TransactionKeys<>(config.transactions(), changes, config.strict() ? fences : null);
    Loads<K, V> loads = new Loads<>(tiers, threads.loads());
    Backoffs<K> backoffs = new Backoffs<>(clock, config.staleRetry());
    Arrivals<V> arrivals = new Arrivals<>(config, threads.waits(), clock);
    Misses<K, V> misses = new Misses<>(tiers, loads, wakeups, backoffs);
    this.refreshes = new Refreshes<>(tiers, loads, threads.loads());
    this.reads =
        new Reads<>(tiers, transactions, new Loading<>(misses, refreshes, backoffs, arrivals));
    this.writes = new Writes<>(tiers, transactions, fences, arrivals);
    this.checks = new StaleChecks<>(tiers, reads, loads, threads.loads());
  }

  private @Nullable StoreSpace open(
      @Nullable CacheStore store, Channel channel, NearTier<K, V> near) {
    if (store == null) {
      near.validUntil(clock.now() + Long.MAX_VALUE / 2);
      return null;
    }
    boolean opened = false;
    try {
      SpaceOptions options =
          new SpaceOptions(
              config.name(), config.schemaVersion(), config.heartbeat(), config.time());
      StoreSpace made = store.open(options, channel);
      opened = true;
      return made;
    } finally {
      if (!opened) {
        threads.close();
        clock.close();
      }
    }
  }

  public @Nullable V get(K key, CacheLoader<K, V> loader) {
    return reads.get(key, loader);
  }

  public Map<K, V> getAll(Collection<K> keys, CacheLoader<K, V> loader) {
    return reads.getAll(keys, loader);
  }

  public CompletableFuture<@Nullable V> getAsync(K key, CacheLoader<K, V> loader) {
    NearEntry<V> hit = reads.near(key, loader);
    if (hit != null) {
      return CompletableFuture.completedFuture(hit.value);
    }
    return threads.async(config.name(), () -> reads.get(key, loader));
  }

  public Lookup<V> lookup(K key) {
    return reads.lookup(key);
  }

  public void put(K key, V value, @Nullable CacheWriter<K, V> writer) {
    writes.write(
        key,
        value,
        () -> {
          if (writer != null) {
            writer.write(key, value);
          }
        });
  }

  public void remove(K key, CacheWriter<K, V> writer) {
    writes.write(key, null, () -> writer.delete(key));
  }

  public boolean putIfNewer(K key, V value, long version) {
    return writes.putIfNewer(key, value, version);
  }

  public void invalidateAll(Collection<? extends K> keys) {
    Map<K, String> ids = new LinkedHashMap<>();
    keys.forEach(key -> ids.put(key, tiers.id(key)));
    if (!ids.isEmpty()) {
      transactions.changed(ids);
      if (checks.isOn()) {
        transactions.afterCommit(() -> checks.invalidated(ids.keySet()));
      }
    }
  }

  public void expire(K key) {
    String id = tiers.id(key);
    transactions.afterCommit(() -> expireNow(key, id));
  }

  private void expireNow(K key, String id) {
    if (space == null) {
      tiers.near().expire(key, id);
      return;
    }
    try {
      space.expire(List.of(id));
    } catch (StoreUnavailableException down) {
      reports.storeFailed(down);
      tiers.changes().owe(List.of(id));
    }
    tiers.near().invalidate(id);
  }

  public void refresh(K key, CacheLoader<K, V> loader) {
    refreshes.start(key, tiers.id(key), loader);
  }

  public void invalidateTag(String tag) {
    Tags.checked(tag);
    transactions.afterCommit(
        () -> {
          tiers.changes().committedMany();
          giveUp(() -> tiers.requireStore().renewTag(tag));
          tiers.near().tagsChanged();
        });
  }

  public void clear() {
    transactions.afterCommit(
        () -> {
          tiers.changes().committedMany();
          giveUp(() -> tiers.requireStore().renewAll());
          tiers.near().flush();
        });
  }

  private void giveUp(Runnable renewal) {
    if (space == null) {
      return;
    }
    try {
      renewal.run();
    } catch (StoreUnavailableException down) {
      reports.storeFailed(down);
      tiers.changes().oweAll();
    }
  }

  public CacheStatistics statistics() {
    return reports.counters().snapshot(tiers.near().size());
  }

  public CacheHealth health() {
    return new CacheHealth(
        !reports.storeDown().get(),
        space == null ? null : tiers.near().validity(),
        tiers.changes().owed(),
        statistics());
  }

  @Override
  public void close() {
    if (space != null) {
      space.close();
    }
    tiers.near().validUntil(clock.now());
    threads.close();
    clock.close();
  }
}
