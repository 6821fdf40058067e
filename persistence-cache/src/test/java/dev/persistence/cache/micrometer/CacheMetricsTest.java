package dev.persistence.cache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.cache.MissReason;
import dev.persistence.cache.Near;
import dev.persistence.cache.TieredCache;
import dev.persistence.cache.TieredCacheBuilder;
import dev.persistence.cache.json.JsonCodec;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.testkit.time.ManualTimeSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted and shown of a cache, near alone and over a store. */
class CacheMetricsTest {

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final ReferenceStore store = new ReferenceStore(time);
  private final Map<Long, String> rows = new ConcurrentHashMap<>(Map.of(1L, "one", 2L, "two"));
  private final TieredCache<Long, String> near = builder("near").build();
  private final TieredCache<Long, String> shared =
      builder("shared").store(store).codec(JsonCodec.of(String.class)).build();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  CacheMetricsTest() {
    store.deliverAtOnce(true);
    new CacheMetrics(near).bindTo(registry);
    new CacheMetrics(shared).bindTo(registry);
  }

  private TieredCacheBuilder<Long, String> builder(String name) {
    return TieredCache.<Long, String>builder(name)
        .near(Near.<Long, String>maximumSize(100).maxAge(Duration.ofHours(1)))
        .loader(this::load)
        .softDeadline(Duration.ofSeconds(5)) // So that no busy machine is served what is stale.
        .jitterPercent(0)
        .time(time);
  }

  private String load(Long key) {
    String row = rows.get(key);
    if (row == null) {
      throw new IllegalStateException("no row");
    }
    return row;
  }

  @AfterEach
  void close() {
    near.close();
    shared.close();
    store.close();
    registry.close();
  }

  private double count(String meter, String... tags) {
    return registry.get(meter).tags(tags).functionCounter().count();
  }

  private double gauge(String meter, String cache) {
    return registry.get(meter).tag("cache", cache).gauge().value();
  }

  @Test
  void readsAreCountedByTheirResult() {
    near.get(1L);
    near.get(1L);
    near.get(1L);

    assertThat(count("cache.gets", "cache", "near", "result", "hit")).isEqualTo(2);
    assertThat(count("cache.gets", "cache", "near", "result", "miss")).isEqualTo(1);
    assertThat(count("cache.gets", "cache", "shared", "result", "miss")).isZero();
  }

  @Test
  void hitsAreCountedByTheirTier() {
    shared.get(1L);
    await().until(() -> shared.lookup(1L).tier() != null); // Readers do not wait for the store.
    shared.get(1L);
    time.advance(Duration.ofSeconds(4)); // Beyond the bound, so that the store is asked.
    shared.get(1L);

    assertThat(count("persistence.cache.hit", "cache", "shared", "tier", "near"))
        .isEqualTo((double) shared.statistics().nearHits());
    assertThat(count("persistence.cache.hit", "cache", "shared", "tier", "store"))
        .isEqualTo((double) shared.statistics().storeHits())
        .isPositive();
  }

  @Test
  void invalidatedKeysAreCounted() {
    near.invalidateAll(List.of(1L, 2L));

    assertThat(count("persistence.cache.invalidations", "cache", "near")).isEqualTo(2);
  }

  @Test
  void cacheIsDegradedWhileItsStoreIsDown() {
    shared.get(1L);
    assertThat(gauge("persistence.cache.degraded", "shared")).isZero();
    store.unavailable(true);
    shared.invalidate(1L);

    assertThat(gauge("persistence.cache.degraded", "shared")).isEqualTo(1);
    assertThat(gauge("persistence.cache.degraded", "near")).isZero();
  }

  @Test
  void valuesThatCannotBeStoredAreCounted() {
    rows.put(1L, "x".repeat(2 << 20));
    shared.get(1L);

    await()
        .untilAsserted(
            () ->
                assertThat(count("persistence.cache.unstorable", "cache", "shared")).isEqualTo(1));
  }

  @Test
  void checksForStaleValuesAreTaggedWithTheBound() {
    assertThat(count("persistence.cache.consistency.checks", "cache", "near")).isZero();
    assertThat(count("persistence.cache.consistency.stale", "cache", "near", "after", "PT3S"))
        .isZero();
  }

  @Test
  void nearHitsAreNotThoseOfTheStore() {
    near.get(1L);
    near.get(1L);

    assertThat(count("persistence.cache.hit", "cache", "near", "tier", "near")).isEqualTo(1);
    assertThat(count("persistence.cache.hit", "cache", "near", "tier", "store")).isZero();
  }

  @Test
  void missesAreCountedByTheirReason() {
    near.get(1L);
    near.get(2L);
    near.invalidate(1L);
    near.get(1L);

    assertThat(near.statistics().missCount()).isEqualTo(3);
    assertThat(near.statistics().misses())
        .hasSameSizeAs(MissReason.values())
        .allSatisfy((reason, misses) -> assertThat(misses(reason)).isEqualTo(misses.doubleValue()));
  }

  private double misses(MissReason reason) {
    String tag = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return count("persistence.cache.miss", "cache", "near", "reason", tag);
  }

  @Test
  void putsAndSizeAreShown() {
    near.put(1L, "uno");
    near.put(2L, "due");

    assertThat(count("cache.puts", "cache", "near")).isEqualTo(2);
    assertThat(gauge("cache.size", "near")).isEqualTo(2);
  }

  @Test
  void evictionsAreCounted() {
    try (TieredCache<Long, String> small = builder("small").near(Near.maximumSize(1)).build()) {
      new CacheMetrics(small).bindTo(registry);
      for (long key = 1; key <= 10; key++) {
        small.put(key, "some");
      }
      await().until(() -> count("cache.evictions", "cache", "small") >= 9);
    }
  }

  @Test
  void loadsAreTimedFailedOnesIncluded() {
    near.get(1L);
    assertThatThrownBy(() -> near.get(9L)).hasMessage("no row");

    assertThat(count("persistence.cache.load.failures", "cache", "near")).isEqualTo(1);
    assertThat(registry.get("persistence.cache.load").tag("cache", "near").functionTimer().count())
        .isEqualTo(2);
  }

  @Test
  void timeOfLoadsIsTheirSum() {
    try (TieredCache<Long, String> slow =
        builder("slow")
            .loader(
                key -> {
                  time.advance(Duration.ofSeconds(3));
                  return load(key);
                })
            .build()) {
      new CacheMetrics(slow).bindTo(registry);
      slow.getAll(List.of(1L));
      slow.get(2L);
      assertThat(
              registry
                  .get("persistence.cache.load")
                  .tag("cache", "slow")
                  .functionTimer()
                  .totalTime(TimeUnit.SECONDS))
          .isEqualTo(slow.statistics().loadTime().toNanos() / 1e9)
          .isPositive();
    }
  }

  @Test
  void staleValuesAreCountedAmongTheMisses() {
    near.get(1L);
    rows.remove(1L);
    time.advance(Duration.ofMinutes(12));

    assertThat(near.get(1L)).isEqualTo("one");
    assertThat(count("persistence.cache.stale", "cache", "near")).isEqualTo(1);
    assertThat(count("cache.gets", "cache", "near", "result", "miss")).isEqualTo(2);
    assertThat(count("cache.gets", "cache", "near", "result", "hit")).isZero();
  }

  @Test
  void refreshesAreCounted() {
    near.get(1L);
    near.refresh(1L);

    await().until(() -> count("persistence.cache.refresh", "cache", "near") == 1);
  }

  @Test
  void storeThatIsGoneIsSeen() {
    shared.get(1L);
    assertThat(gauge("persistence.cache.owed", "shared")).isZero();
    store.unavailable(true);
    shared.invalidate(1L);
    shared.get(2L);

    assertThat(count("persistence.cache.store.failures", "cache", "shared")).isPositive();
    assertThat(gauge("persistence.cache.owed", "shared")).isEqualTo(1);
    assertThat(count("persistence.cache.miss", "cache", "shared", "reason", "store-down"))
        .isPositive();
  }

  @Test
  void stalenessBoundIsWhatIsLeftOfTheProof() {
    double before = gauge("persistence.cache.staleness.bound", "shared");
    time.advance(Duration.ofMinutes(1));

    assertThat(before).isLessThanOrEqualTo(3);
    await().until(() -> gauge("persistence.cache.staleness.bound", "shared") <= before - 60);
  }

  @Test
  void stalenessBoundIsUnknownWithoutAStore() {
    assertThat(gauge("persistence.cache.staleness.bound", "near")).isNaN();
  }

  @Test
  void bindingTwiceChangesNothing() {
    int meters = registry.getMeters().size();
    new CacheMetrics(near).bindTo(registry);
    near.get(1L);

    assertThat(registry.getMeters()).hasSize(meters);
    assertThat(count("cache.gets", "cache", "near", "result", "miss")).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsRejected() {
    assertThatThrownBy(() -> new CacheMetrics(null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CacheMetrics(near).bindTo(null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
