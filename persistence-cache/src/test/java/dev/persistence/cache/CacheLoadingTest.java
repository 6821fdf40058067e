package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.TieredCacheTest.TextCodec;
import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.cache.store.SpaceOptions;
import dev.persistence.cache.store.StoreListener;
import dev.persistence.cache.store.StoreSpace;
import dev.persistence.core.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers get of loaders that fail or never return, near alone and over a store. */
class CacheLoadingTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final ReferenceStore store = new ReferenceStore(TimeSource.system());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile KeyLoader<Long, String> loader = key -> "one";

  CacheLoadingTest() {
    store.deliverAtOnce(true);
  }

  private TieredCacheBuilder<Long, String> builder(boolean shared) {
    TieredCacheBuilder<Long, String> builder =
        TieredCache.<Long, String>builder("loading")
            .near(Near.maximumSize(10))
            .loader((KeyLoader<Long, String>) key -> loader.load(key));
    return shared ? builder.store(store).codec(new TextCodec()) : builder;
  }

  private String block(Long key) throws InterruptedException {
    begun.countDown();
    never.await();
    return "late";
  }

  @AfterEach
  void release() {
    never.countDown();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void loaderThatNeverReturnsIsATimeoutAndFreesTheKey(boolean shared) {
    try (TieredCache<Long, String> cache =
        builder(shared)
            .softDeadline(Duration.ofMillis(50))
            .hardDeadline(Duration.ofMillis(300))
            .build()) {
      loader = this::block;
      assertThatThrownBy(() -> cache.get(1L)).isInstanceOf(CacheTimeoutException.class);
      loader = key -> "one";
      Awaitility.await()
          .ignoreExceptionsInstanceOf(CacheTimeoutException.class)
          .until(() -> "one".equals(cache.get(1L)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatALoaderThrowsIsThrown(boolean shared) {
    try (TieredCache<Long, String> cache = builder(shared).build()) {
      loader =
          key -> {
            throw new IOException("disk");
          };
      assertThatThrownBy(() -> cache.get(1L))
          .isInstanceOf(CacheLoadException.class)
          .hasCauseInstanceOf(IOException.class);
      loader =
          key -> {
            throw new IllegalStateException("own");
          };
      assertThatThrownBy(() -> cache.get(1L))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("own");
      loader =
          key -> {
            throw new LinkageError("own");
          };
      assertThatThrownBy(() -> cache.get(1L)).isInstanceOf(LinkageError.class).hasMessage("own");
      loader = key -> "one";
      assertThat(cache.get(1L)).isEqualTo("one");
    }
  }

  @Test
  void closeFailsWhoWaitsForALoad() throws Exception {
    TieredCache<Long, String> cache = builder(true).loadConcurrency(1).hardDeadline(LONG).build();
    loader = this::block;
    List<CompletableFuture<String>> reads =
        List.of(cache.getAsync(1L), cache.getAsync(2L), cache.getAsync(3L));
    begun.await();
    cache.close();
    for (CompletableFuture<String> read : reads) {
      assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void loadFromBeforeAClearOnAnotherNodeKeepsNobodyWaiting() throws Exception {
    try (TieredCache<Long, String> slow = builder(true).hardDeadline(LONG).build();
        TieredCache<Long, String> other =
            builder(true).hardDeadline(LONG).loader((KeyLoader<Long, String>) k -> "new").build()) {
      loader = this::block;
      var early = slow.getAsync(1L);
      begun.await();
      other.clear();
      assertThat(other.getAsync(1L).get(10, TimeUnit.SECONDS)).isEqualTo("new");
      Awaitility.await().until(() -> other.lookup(1L).state() == Lookup.State.FRESH);
      never.countDown();
      assertThat(early.get(10, TimeUnit.SECONDS)).isEqualTo("late");
      assertThat(slow.get(1L)).isEqualTo("new");
    }
  }

  @Test
  void loadThatIsRefusedGivesItsLeaseBack() throws Exception {
    try (TieredCache<Long, String> full = builder(true).hardDeadline(LONG).build();
        TieredCache<Long, String> other = builder(true).hardDeadline(LONG).build()) {
      full.close();
      assertThatThrownBy(() -> full.get(1L)).isInstanceOf(CacheTimeoutException.class);
      assertThat(other.getAsync(1L).get(10, TimeUnit.SECONDS)).isEqualTo("one");
    }
  }

  @Test
  void keysOfOneIdAreNeverWaitedForInVain() throws Exception {
    try (TieredCache<Long, String> cache =
        builder(true).keys(key -> "same").hardDeadline(LONG).build()) {
      loader = key -> "value of " + key;
      Map<Long, String> values =
          CompletableFuture.supplyAsync(
                  () -> cache.getAll(List.of(1L, 2L)), task -> new Thread(task).start())
              .get(10, TimeUnit.SECONDS);
      assertThat(values).containsOnlyKeys(1L, 2L);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valueThatCannotBeWeighedIsReturnedAllTheSame(boolean shared) throws Exception {
    try (TieredCache<Long, String> cache =
        builder(shared)
            .near(
                Near.maximumWeight(
                    10,
                    (key, value) -> {
                      throw new IllegalStateException("own");
                    }))
            .hardDeadline(LONG)
            .build()) {
      for (int i = 0; i < 2; i++) { // Over a store the second one comes from there.
        assertThat(cache.get(1L)).isEqualTo("one");
        assertThat(cache.getAll(List.of(1L, 2L))).hasSize(2);
        assertThat(cache.getAsync(1L).get(10, TimeUnit.SECONDS)).isEqualTo("one");
        cache.put(3L, "three");
      }
      assertThat(cache.statistics().unstorable()).isPositive();
    }
  }

  @Test
  void codecThatMakesNothingOfAValueMakesNoAbsence() {
    for (boolean reading : new boolean[] {true, false}) {
      try (TieredCache<Long, String> cache =
          builder(true).codec(new VoidCodec(reading)).hardDeadline(LONG).build()) {
        assertThat(cache.get(1L)).isEqualTo("one");
        assertThat(cache.get(1L)).isEqualTo("one");
        assertThat(cache.lookup(1L).state()).isEqualTo(Lookup.State.ABSENT);
      }
    }
  }

  /** Has null for bytes, or for values. */
  @SuppressWarnings("NullAway") // As some write it.
  private record VoidCodec(boolean reading) implements Codec<String> {
    @Override
    public byte id() {
      return 70;
    }

    @Override
    public byte[] encode(String value) {
      return reading ? new byte[1] : null;
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
      return null;
    }
  }

  @Test
  void valueWhoseTagsCannotBeToldIsCountedAsUnstorable() {
    try (TieredCache<Long, String> cache =
        builder(true)
            .tags(
                (key, value) -> {
                  throw new IllegalStateException("own");
                })
            .build()) {
      assertThat(cache.get(1L)).isEqualTo("one");
      Awaitility.await().until(() -> cache.statistics().unstorable() == 1);
    }
  }

  @Test
  void closedCacheFindsNothingNear() {
    TieredCache<Long, String> cache = builder(false).build();
    assertThat(cache.get(1L)).isEqualTo("one");
    cache.close();
    assertThat(cache.lookup(1L).state()).isEqualTo(Lookup.State.ABSENT);
    assertThatThrownBy(() -> cache.get(1L)).isInstanceOf(CacheTimeoutException.class);
    assertThatThrownBy(() -> cache.getAsync(1L).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CacheTimeoutException.class);
  }

  @Test
  void buildThatIsRefusedLeavesNoThread() {
    CacheStore refusing =
        new CacheStore() {
          @Override
          public StoreSpace open(SpaceOptions options, StoreListener listener) {
            throw new IllegalArgumentException("namespace is taken");
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(
            () ->
                TieredCache.<Long, String>builder("refused")
                    .store(refusing)
                    .codec(new TextCodec())
                    .build())
        .hasMessage("namespace is taken");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().endsWith("-refused")));
  }

  @Test
  void nullAmongKeysIsRefused() {
    try (TieredCache<Long, String> cache = builder(false).build()) {
      List<Long> withNull = new ArrayList<>();
      withNull.add(null);
      assertThatThrownBy(() -> cache.getAll(withNull)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> cache.invalidateAll(withNull))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
