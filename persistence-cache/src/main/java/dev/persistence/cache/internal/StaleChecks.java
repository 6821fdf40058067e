package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoader;
import dev.persistence.cache.Lookup;
import dev.persistence.cache.TieredCacheConfig;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after some of the invalidations whether the cache keeps its promise.
 *
 * <p>One bound after an invalidation it compares what a tier has with a load that sees every
 * change. If they differ, the value may have been changed a moment ago; but one that was stored
 * before that load and is still there another bound later is stale. A few checks run at a time, on
 * the cache's threads; more are left out. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class StaleChecks<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(StaleChecks.class);
  private static final int MOST = 16;

  /** What a tier had. */
  private record Seen<V>(@Nullable V value, long atNanos) {}

  private final TieredCacheConfig<K, V> config;
  private final Tiers<K, V> tiers;
  private final Reads<K, V> reads;
  private final Loads<K, V> loads;
  private final Executor threads;
  private final Executor later;
  private final Semaphore places = new Semaphore(MOST);

  StaleChecks(Tiers<K, V> tiers, Reads<K, V> reads, Loads<K, V> loads, Executor threads) {
    this.config = tiers.config();
    this.tiers = tiers;
    this.reads = reads;
    this.loads = loads;
    this.threads = threads;
    this.later =
        CompletableFuture.delayedExecutor(
            config.bound().toNanos(), TimeUnit.NANOSECONDS, this::execute);
  }

  boolean isOn() {
    return config.staleChecks() > 0;
  }

  /** Checks one of the keys, or none. */
  void invalidated(Collection<K> keys) {
    CacheLoader<K, V> loader = config.loader();
    if (loader == null
        || ThreadLocalRandom.current().nextDouble() >= config.staleChecks()
        || !places.tryAcquire()) {
      return;
    }
    K key = keys.iterator().next();
    var unused =
        CompletableFuture.supplyAsync(() -> look(key), later)
            .thenCompose(seen -> compare(key, seen, loader))
            .thenCompose(other -> lookAgain(key, other))
            .whenComplete((stale, failure) -> count(stale, failure));
  }

  private void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException busy) {
      places.release();
    }
  }

  private Optional<Seen<V>> look(K key) {
    long now = tiers.clock().now();
    Lookup<V> found = reads.lookup(key);
    return switch (found.state()) {
      case FRESH, NEGATIVE -> Optional.of(new Seen<>(found.value(), now));
      case STALE, ABSENT -> Optional.empty();
    };
  }

  /** Returns what was seen if it is another value than the newest. */
  private CompletableFuture<Optional<Seen<V>>> compare(
      K key, Optional<Seen<V>> seen, CacheLoader<K, V> loader) {
    if (seen.isEmpty()) {
      return CompletableFuture.completedFuture(seen);
    }
    Order<K, V> order = new Order<>(Map.of(key, tiers.id(key)), loader, null, Order.ANY_CHANGE);
    return loads
        .start(order)
        .thenApply(
            loaded -> {
              tiers.reports().counters().staleChecks.increment();
              Entry<V> newest = loaded.get(key);
              return seen.filter(
                  had -> newest != null && !Objects.equals(newest.value(), had.value()));
            });
  }

  private CompletableFuture<Boolean> lookAgain(K key, Optional<Seen<V>> other) {
    return other.isEmpty()
        ? CompletableFuture.completedFuture(false)
        : CompletableFuture.supplyAsync(() -> isStillThere(key, other.get()), later);
  }

  private boolean isStillThere(K key, Seen<V> other) {
    Lookup<V> found = reads.lookup(key);
    boolean usable = found.state() == Lookup.State.FRESH || found.state() == Lookup.State.NEGATIVE;
    long stored = tiers.clock().now() - found.age().toNanos();
    return usable && stored - other.atNanos() <= 0;
  }

  private void count(@Nullable Boolean stale, @Nullable Throwable failure) {
    places.release();
    if (failure != null) {
      LOG.debug("{}: a check for stale values failed", config.name(), failure);
    } else if (Boolean.TRUE.equals(stale)) {
      tiers.reports().counters().staleFound.increment();
      LOG.warn(
          "{}: a value is stale {} after it was invalidated; was it changed without telling?",
          config.name(),
          config.bound().multipliedBy(2));
    }
  }
}
