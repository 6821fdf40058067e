package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoader;
import dev.persistence.cache.CacheTimeoutException;
import dev.persistence.cache.LoadContext;
import dev.persistence.cache.TieredCacheConfig;
import dev.persistence.core.Explanation;
import dev.persistence.core.consistency.ConsistencyContext;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls loaders on the cache's threads, within the hard deadline, and stores what they return where
 * the lease allows it. Readers get the value before it is stored. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Loads<K, V> {

  private final TieredCacheConfig<K, V> config;
  private final Filling<K, V> filling;
  private final Tiers<K, V> tiers;
  private final Executor threads;
  private final LoadTimes times = new LoadTimes();
  private final Lifetimes lifetimes;
  private final ConcurrentHashMap<String, Leased<K, V>> leased = new ConcurrentHashMap<>();

  /** A load under a lease, and what the near tier knew when it began. */
  private record Leased<K, V>(
      Set<K> keys, CompletableFuture<Map<K, Entry<V>>> result, NearToken since) {}

  Loads(Tiers<K, V> tiers, Executor threads) {
    this.config = tiers.config();
    this.filling = new Filling<>(config, tiers.store(), tiers.reports());
    this.tiers = tiers;
    this.threads = threads;
    this.lifetimes = Lifetimes.of(config);
  }

  LoadTimes times() {
    return times;
  }

  /**
   * Returns the load of this node that holds the key's lease; null if it has failed just now, if it
   * is not of this node, or if all values or those of a tag were given up since it began, which
   * ends no lease.
   */
  @Nullable CompletableFuture<Map<K, Entry<V>>> holding(String token, K key) {
    Leased<K, V> load = leased.get(token);
    return load != null
            && load.keys.contains(key)
            && !load.result.isCompletedExceptionally()
            && tiers.near().isSameEpoch(load.since)
        ? load.result
        : null;
  }

  /** Starts to load, in the caller's session; the result comes on another thread. */
  CompletableFuture<Map<K, Entry<V>>> start(Order<K, V> order) {
    CompletableFuture<Map<K, Entry<V>>> result = new CompletableFuture<>();
    register(order, result);
    Runnable work = ConsistencyContext.capture().wrap(() -> run(order, result));
    Task task = new Task(config.name(), work, result);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException full) {
      unregister(order);
      filling.giveBack(order);
      result.completeExceptionally(
          new CacheTimeoutException(
              new Explanation(
                  "No load of cache \"" + config.name() + "\"",
                  "too many loads are waiting already, or the cache is closed",
                  "Look why loads are slow, or raise loadConcurrency"),
              full));
      return result;
    }
    result.orTimeout(config.hardDeadline().toNanos(), TimeUnit.NANOSECONDS);
    var unused =
        result.whenComplete(
            (entries, failure) -> {
              if (failure instanceof TimeoutException) {
                task.cancel(true);
                unregister(order);
                threads.execute(() -> filling.giveBack(order));
              }
            });
    return result;
  }

  private void register(Order<K, V> order, CompletableFuture<Map<K, Entry<V>>> result) {
    if (order.claim() != null) {
      String token = order.claim().token();
      leased.put(token, new Leased<>(order.ids().keySet(), result, tiers.near().token(token)));
    }
  }

  private void unregister(Order<K, V> order) {
    if (order.claim() != null) {
      leased.remove(order.claim().token());
    }
  }

  private void run(Order<K, V> order, CompletableFuture<Map<K, Entry<V>>> result) {
    try {
      Map<K, Loaded<V>> loaded = Positions.seeing(order.positions(), () -> call(order));
      if (result.complete(entries(loaded))) {
        filling.fill(order, loaded);
      }
    } catch (Throwable failure) { // Whoever waits gets it, Errors too, or would wait in vain.
      result.completeExceptionally(failure);
      filling.giveBack(order);
    } finally {
      unregister(order);
    }
  }

  private Map<K, Loaded<V>> call(Order<K, V> order) throws Exception {
    long begun = config.time().nanos();
    boolean succeeded = false;
    Map<K, LoadContext> contexts = new LinkedHashMap<>();
    order.ids().keySet().forEach(key -> contexts.put(key, new LoadContext()));
    Map<K, V> values;
    try {
      values = values(order.loader(), contexts);
      succeeded = true;
    } finally {
      long nanos = config.time().nanos() - begun;
      times.add(nanos);
      tiers.reports().loaded(succeeded, nanos);
    }
    long each = config.time().nanos() - begun;
    Map<K, Loaded<V>> loaded = new LinkedHashMap<>();
    contexts.forEach(
        (key, context) -> loaded.put(key, lifetimes.of(values.get(key), context, each)));
    return loaded;
  }

  private static <K, V> Map<K, V> values(CacheLoader<K, V> loader, Map<K, LoadContext> contexts)
      throws Exception {
    if (contexts.size() > 1) {
      return loader.loadAll(Collections.unmodifiableMap(contexts));
    }
    Map<K, V> values = new HashMap<>();
    for (Map.Entry<K, LoadContext> only : contexts.entrySet()) {
      V value = loader.load(only.getKey(), only.getValue());
      if (value != null) {
        values.put(only.getKey(), value);
      }
    }
    return values;
  }

  private Map<K, Entry<V>> entries(Map<K, Loaded<V>> loaded) {
    Map<K, Entry<V>> entries = new HashMap<>();
    loaded.forEach((key, one) -> entries.put(key, tiers.entry(one)));
    return entries;
  }
}
