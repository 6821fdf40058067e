package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.testkit.time.ManualTimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a user sees of one cache, near alone and over a store. */
class TieredCacheTest {

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final ReferenceStore store = new ReferenceStore(time);
  private final Map<Long, String> rows = new ConcurrentHashMap<>(Map.of(1L, "one", 2L, "two"));
  private final AtomicInteger loads = new AtomicInteger();
  private final TieredCache<Long, String> near =
      TieredCache.<Long, String>builder("near")
          .near(Near.maximumSize(100))
          .loader(this::load)
          .softDeadline(Duration.ofSeconds(5)) // So that no busy machine is served what is stale.
          .jitterPercent(0)
          .time(time)
          .build();
  private final TieredCache<Long, String> shared = shared();

  TieredCacheTest() {
    store.deliverAtOnce(true);
  }

  private TieredCache<Long, String> shared() {
    return TieredCache.<Long, String>builder("shared")
        .near(Near.maximumSize(100))
        .store(store)
        .codec(new TextCodec())
        .loader(this::load)
        .softDeadline(Duration.ofSeconds(5)) // So that no busy machine is served what is stale.
        .jitterPercent(0)
        .time(time)
        .build();
  }

  private @Nullable String load(Long key) {
    loads.incrementAndGet();
    return rows.get(key);
  }

  /** Readers get a value before it is stored. */
  private static void awaitStored(TieredCache<Long, String> cache) {
    Awaitility.await().until(() -> cache.lookup(1L).state() == Lookup.State.FRESH);
  }

  @AfterEach
  void close() {
    near.close();
    shared.close();
    store.close();
  }

  @Test
  void secondReadIsAHit() {
    for (TieredCache<Long, String> cache : List.of(near, shared)) {
      loads.set(0);
      assertThat(cache.get(1L)).isEqualTo("one");
      awaitStored(cache);
      assertThat(cache.get(1L)).isEqualTo("one");
      assertThat(cache.get(1L)).isEqualTo("one");
      assertThat(loads).hasValue(1);
      assertThat(cache.lookup(1L).tier()).isEqualTo(Lookup.Tier.NEAR);
      assertThat(cache.statistics().hits()).isEqualTo(2);
      assertThat(cache.statistics().missCount()).isEqualTo(1);
    }
  }

  @Test
  void invalidatedKeyIsLoadedAgain() {
    for (TieredCache<Long, String> cache : List.of(near, shared)) {
      rows.put(1L, "one");
      assertThat(cache.get(1L)).isEqualTo("one");
      rows.put(1L, "uno");
      cache.invalidate(1L);
      assertThat(cache.get(1L)).isEqualTo("uno");
      assertThat(cache.get(1L)).isEqualTo("uno");
    }
  }

  @Test
  void otherNodeSeesTheInvalidation() {
    try (TieredCache<Long, String> other = shared()) {
      assertThat(other.get(1L)).isEqualTo("one");
      assertThat(other.get(1L)).isEqualTo("one");
      rows.put(1L, "uno");
      shared.invalidate(1L);
      assertThat(other.get(1L)).isEqualTo("uno");
    }
  }

  @Test
  void absentValueIsRemembered() {
    for (TieredCache<Long, String> cache : List.of(near, shared)) {
      loads.set(0);
      assertThat(cache.get(9L)).isNull();
      assertThat(cache.get(9L)).isNull();
      assertThat(loads).hasValue(1);
      Awaitility.await().until(() -> cache.lookup(9L).state() == Lookup.State.NEGATIVE);
    }
  }

  @Test
  void manyKeysAreOneLoad() {
    assertThat(shared.getAll(List.of(1L, 2L, 9L)))
        .containsOnly(Map.entry(1L, "one"), Map.entry(2L, "two"));
    assertThat(shared.getAll(List.of(1L, 2L, 9L))).hasSize(2);
    assertThat(loads).hasValue(3);
  }

  @Test
  void asynchronousReadIsTheSame() throws Exception {
    assertThat(shared.getAsync(1L).get(5, TimeUnit.SECONDS)).isEqualTo("one");
    assertThat(shared.getAsync(9L).get(5, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void expiredValueIsLoadedAgain() {
    for (TieredCache<Long, String> cache : List.of(near, shared)) {
      rows.put(1L, "one");
      assertThat(cache.get(1L)).isEqualTo("one");
      awaitStored(cache);
      rows.put(1L, "uno");
      time.advance(Duration.ofMinutes(11));
      assertThat(cache.lookup(1L).state()).isEqualTo(Lookup.State.STALE);
      assertThat(cache.get(1L)).isEqualTo("uno");
    }
  }

  @Test
  void staleValueIsServedWhileTheLoaderFails() {
    rows.remove(2L);
    try (TieredCache<Long, String> cache =
        TieredCache.<Long, String>builder("failing")
            .near(Near.maximumSize(100))
            .loader(this::failWithoutRow)
            .time(time)
            .build()) {
      assertThat(cache.get(1L)).isEqualTo("one");
      rows.remove(1L);
      time.advance(Duration.ofMinutes(12));
      assertThat(cache.get(1L)).isEqualTo("one");
      assertThat(cache.statistics().staleHits()).isEqualTo(1);
      cache.invalidate(1L);
      assertThatThrownBy(() -> cache.get(1L))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no row");
    }
  }

  private String failWithoutRow(Long key) {
    String row = rows.get(key);
    if (row == null) {
      throw new IllegalStateException("no row");
    }
    return row;
  }

  @Test
  void putWritesThroughAndCaches() {
    try (TieredCache<Long, String> cache =
        TieredCache.<Long, String>builder("through")
            .near(Near.maximumSize(100))
            .store(store)
            .codec(new TextCodec())
            .loader(this::load)
            .writer(rows::put)
            .time(time)
            .build()) {
      cache.put(1L, "uno");
      assertThat(rows).containsEntry(1L, "uno");
      assertThat(cache.get(1L)).isEqualTo("uno");
      assertThat(loads).hasValue(0);
      assertThatThrownBy(() -> cache.remove(1L)).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void cacheWithoutANearTierKeepsNothingNear() {
    try (TieredCache<Long, String> cache =
        TieredCache.<Long, String>builder("far")
            .store(store)
            .codec(new TextCodec())
            .loader(this::load)
            .time(time)
            .build()) {
      cache.get(1L);
      awaitStored(cache);
      cache.get(1L);
      assertThat(cache.lookup(1L).tier()).isEqualTo(Lookup.Tier.STORE);
      assertThat(cache.statistics().nearHits()).isZero();
    }
  }

  @Test
  void clearForgetsAll() {
    for (TieredCache<Long, String> cache : List.of(near, shared)) {
      rows.put(1L, "one");
      cache.get(1L);
      cache.get(1L);
      rows.put(1L, "uno");
      cache.clear();
      assertThat(cache.get(1L)).isEqualTo("uno");
    }
  }

  @Test
  void storeGoneMeansTheLoader() {
    assertThat(shared.get(1L)).isEqualTo("one");
    store.unavailable(true);
    rows.put(1L, "uno");
    shared.invalidate(1L);
    assertThat(shared.get(1L)).isEqualTo("uno");
    assertThat(shared.health().isUp()).isFalse();
    store.unavailable(false);
    assertThat(shared.get(1L)).as("the store still has the old one").isEqualTo("uno");
  }

  /** Text as its bytes. */
  static final class TextCodec implements Codec<String> {
    @Override
    public byte id() {
      return 64;
    }

    @Override
    public byte[] encode(String value) {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
      return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
  }
}
