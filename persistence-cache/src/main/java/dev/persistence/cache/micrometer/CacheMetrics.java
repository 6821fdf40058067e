package dev.persistence.cache.micrometer;

import dev.persistence.cache.CacheStatistics;
import dev.persistence.cache.MissReason;
import dev.persistence.cache.TieredCache;
import dev.persistence.core.Arguments;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * The meters of one cache.
 *
 * <pre>{@code
 * new CacheMetrics(users).bindTo(registry);
 * }</pre>
 *
 * <p>All have the tag cache, which is the cache's name. By the names that Micrometer gives to every
 * cache: counters {@code cache.gets} (result: hit, miss), {@code cache.puts} and {@code
 * cache.evictions}; gauge {@code cache.size}, of the near tier. A value beyond its time that is
 * served since the loader failed or was slow counts as a miss.
 *
 * <p>Of this library: counters {@code persistence.cache.hit} (tier: near, store), {@code
 * persistence.cache.miss} (reason: the {@link MissReason} in lower case, such as store-down),
 * {@code persistence.cache.stale}, {@code persistence.cache.invalidations}, {@code
 * persistence.cache.unstorable}, {@code persistence.cache.refresh}, {@code
 * persistence.cache.load.failures}, {@code persistence.cache.store.failures}, {@code
 * persistence.cache.consistency.checks} and of these {@code persistence.cache.consistency.stale}
 * (after: the bound, such as PT3S), which stay 0 unless the cache is built with {@code
 * staleChecks}; timer {@code persistence.cache.load}, of all loads, failed ones included; gauges
 * {@code persistence.cache.degraded}, 1 while {@code health().isUp()} is not true, such as while
 * the store is down or its circuit breaker open, {@code persistence.cache.owed}, changes that the
 * store was not told yet, and {@code persistence.cache.staleness.bound}, the seconds for which the
 * near tier may answer without another proof that announcements arrive: negative while it may not
 * answer, not a number without a store.
 *
 * <p>All values are read when the registry asks, without a call of the store: nothing is added to
 * the work of the cache. Thread-safe; binding twice to one registry changes nothing.
 */
@SuppressWarnings("exports") // Whoever calls it has Micrometer; nobody else shall need it.
public final class CacheMetrics implements MeterBinder {

  private final TieredCache<?, ?> cache;
  private final String name;

  public CacheMetrics(TieredCache<?, ?> cache) {
    this.cache = Arguments.notNull("cache", cache);
    this.name = cache.config().name();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Arguments.notNull("registry", registry);
    bindReads(registry);
    bindChanges(registry);
    bindLoads(registry);
    bindStore(registry);
    bindChecks(registry);
  }

  private void bindReads(MeterRegistry registry) {
    count("cache.gets", "Reads", CacheStatistics::hits).tag("result", "hit").register(registry);
    count("cache.gets", "Reads", CacheStatistics::missCount)
        .tag("result", "miss")
        .register(registry);
    String hits = "Reads that a tier answered";
    count("persistence.cache.hit", hits, CacheStatistics::nearHits)
        .tag("tier", "near")
        .register(registry);
    count("persistence.cache.hit", hits, CacheStatistics::storeHits)
        .tag("tier", "store")
        .register(registry);
    for (MissReason reason : MissReason.values()) {
      count(
              "persistence.cache.miss",
              "Reads that no tier answered",
              statistics -> statistics.misses().getOrDefault(reason, 0L))
          .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .register(registry);
    }
    count(
            "persistence.cache.stale",
            "Misses that were served a value beyond its time",
            CacheStatistics::staleHits)
        .register(registry);
  }

  private void bindChanges(MeterRegistry registry) {
    count("cache.puts", "Values that were put or removed", CacheStatistics::puts)
        .register(registry);
    count(
            "persistence.cache.invalidations",
            "Keys that this node has invalidated",
            CacheStatistics::invalidations)
        .register(registry);
    count(
            "persistence.cache.unstorable",
            "Loaded values that were too large, or that the codec failed on",
            CacheStatistics::unstorable)
        .register(registry);
    count("cache.evictions", "Near entries dropped for want of room", CacheStatistics::evictions)
        .register(registry);
    Gauge.builder("cache.size", cache, cached -> cached.statistics().nearSize())
        .description("Entries in this process")
        .tag("cache", name)
        .register(registry);
  }

  private void bindLoads(MeterRegistry registry) {
    FunctionTimer.builder(
            "persistence.cache.load",
            cache,
            cached -> loads(cached.statistics()),
            cached -> cached.statistics().loadTime().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("Calls of loaders, failed ones included")
        .tag("cache", name)
        .register(registry);
    count(
            "persistence.cache.load.failures",
            "Calls of loaders that threw",
            CacheStatistics::loadFailures)
        .register(registry);
    count("persistence.cache.refresh", "Loads ahead of the expiry", CacheStatistics::refreshes)
        .register(registry);
  }

  private void bindStore(MeterRegistry registry) {
    count(
            "persistence.cache.store.failures",
            "Calls of the store that failed",
            CacheStatistics::storeFailures)
        .register(registry);
    Gauge.builder("persistence.cache.degraded", cache, cached -> cached.health().isUp() ? 0 : 1)
        .description("Whether a tier does not do its work, 1 if so")
        .tag("cache", name)
        .register(registry);
    Gauge.builder("persistence.cache.owed", cache, cached -> cached.health().owedChanges())
        .description("Changes that the store was not told yet")
        .tag("cache", name)
        .register(registry);
    TimeGauge.builder(
            "persistence.cache.staleness.bound", cache, TimeUnit.SECONDS, CacheMetrics::validity)
        .description("For how long the near tier may answer without another proof")
        .tag("cache", name)
        .register(registry);
  }

  private void bindChecks(MeterRegistry registry) {
    count(
            "persistence.cache.consistency.checks",
            "Values that were compared with a load some time after their invalidation",
            CacheStatistics::staleChecks)
        .register(registry);
    count(
            "persistence.cache.consistency.stale",
            "Those of them that were stale beyond the bound",
            CacheStatistics::staleFound)
        .tag("after", cache.config().bound().toString())
        .register(registry);
  }

  private FunctionCounter.Builder<TieredCache<?, ?>> count(
      String meter, String description, ToLongFunction<CacheStatistics> value) {
    return FunctionCounter.<TieredCache<?, ?>>builder(
            meter, cache, cached -> value.applyAsLong(cached.statistics()))
        .description(description)
        .tag("cache", name);
  }

  private static long loads(CacheStatistics statistics) {
    return statistics.loads() + statistics.loadFailures();
  }

  private static double validity(TieredCache<?, ?> cached) {
    Duration validity = cached.health().validity();
    return validity == null ? Double.NaN : validity.toNanos() / 1e9;
  }
}
