package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.TieredCacheTest.TextCodec;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.testkit.time.ManualTimeSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a transaction that has written reads, changes, and leaves behind. */
class CacheTransactionTest {

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final ReferenceStore model = new ReferenceStore(time);
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Long, String> rows = new ConcurrentHashMap<>(Map.of(1L, "one", 2L, "two"));
  private final TieredCache<Long, String> cache =
      TieredCache.<Long, String>builder("orders")
          .store(new InterceptedStore(model, calls::incrementAndGet, Set.of()))
          .codec(new TextCodec())
          .loader(this::load)
          .transactions(ModelTransaction::open)
          .time(time)
          .build();

  CacheTransactionTest() {
    model.deliverAtOnce(true);
  }

  private String load(Long key) {
    String row = rows.get(key);
    if (row == null) {
      throw new IllegalStateException("no row " + key);
    }
    return row;
  }

  private void store(Long key) {
    cache.get(key);
    Awaitility.await().until(() -> cache.lookup(key).state() == Lookup.State.FRESH);
  }

  private long missed(MissReason reason) {
    return cache.statistics().misses().getOrDefault(reason, 0L);
  }

  @AfterEach
  void close() {
    cache.close();
    model.close();
  }

  @Test
  void whatWasChangedIsReadPastTheStoreAndAllElseFromIt() {
    store(1L);
    store(2L);
    ModelTransaction transaction = ModelTransaction.begin();
    cache.invalidate(1L);
    rows.put(1L, "uno");
    rows.put(2L, "never seen");
    assertThat(cache.getAll(List.of(1L, 2L))).isEqualTo(Map.of(1L, "uno", 2L, "two"));
    assertThat(missed(MissReason.INVALIDATED)).isEqualTo(1);
    transaction.rollBack();
    assertThat(cache.get(1L)).isEqualTo("one");
  }

  @Test
  void keysThatNobodyHasReadAreCold() {
    ModelTransaction transaction = ModelTransaction.begin();
    assertThat(cache.getAll(List.of(1L, 2L))).hasSize(2);
    assertThat(missed(MissReason.COLD)).isEqualTo(2);
    assertThat(missed(MissReason.INVALIDATED)).isZero();
    assertThat(cache.statistics().loads()).isEqualTo(1);
    transaction.rollBack();
    assertThat(cache.lookup(1L).state()).isEqualTo(Lookup.State.ABSENT);
  }

  @Test
  void manyKeysAreAsMuchTrafficAsTwo() {
    rows.putAll(Map.of(3L, "three", 4L, "four", 5L, "five"));
    ModelTransaction transaction = ModelTransaction.begin();
    int first = calls.get();
    cache.getAll(List.of(1L, 2L));
    int two = calls.get() - first;
    cache.getAll(List.of(1L, 2L, 3L, 4L, 5L));
    assertThat(calls.get() - first - two).isEqualTo(two);
    transaction.rollBack();
  }

  @Test
  void storeThatIsGoneIsTheReason() {
    ModelTransaction transaction = ModelTransaction.begin();
    model.unavailable(true);
    assertThat(cache.get(1L)).isEqualTo("one");
    assertThat(missed(MissReason.STORE_DOWN)).isEqualTo(1);
    transaction.rollBack();
  }

  @Test
  void whatTheLoaderThrowsInsideIsThrownAndCounted() {
    rows.remove(2L);
    ModelTransaction transaction = ModelTransaction.begin();
    assertThatThrownBy(() -> cache.get(2L)).hasMessage("no row 2");
    assertThat(cache.statistics().loadFailures()).isEqualTo(1);
    transaction.rollBack();
  }
}
