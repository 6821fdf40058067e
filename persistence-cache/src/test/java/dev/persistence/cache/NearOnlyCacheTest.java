package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.internal.CacheThreads;
import dev.persistence.cache.internal.Waits;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cache without a store keeps the promises that a store keeps for others. */
class NearOnlyCacheTest {

  /** Longer than a load must see a change. */
  private static final Duration LATER = Duration.ofSeconds(20);

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final Map<Long, String> rows = new HashMap<>(Map.of(1L, "one"));
  private final Executor atOnce = Runnable::run;
  private Runnable duringWrite = () -> {};
  private int loads;
  private @Nullable Consistency scope;
  private final TieredCache<Long, String> cache =
      TieredCache.<Long, String>builder("alone")
          .near(Near.maximumSize(10))
          .loader((KeyLoader<Long, String>) this::load)
          .writer(this::write)
          .tags((key, value) -> Set.of("all"))
          .transactions(ModelTransaction::open)
          .refreshAhead(0)
          .time(time)
          .threads(new CacheThreads(atOnce, atOnce, Waits.BLOCKING, () -> {}))
          .build();

  private String load(Long key) {
    loads++;
    scope = ReadScope.current();
    String row = rows.get(key);
    if (row == null) {
      throw new IllegalStateException("no row");
    }
    return row;
  }

  private void write(Long key, String value) {
    duringWrite.run();
    rows.put(key, value);
  }

  private Lookup.State state() {
    return cache.lookup(1L).state();
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void valueThatWasInvalidatedWhileItWasWrittenIsNotKept() {
    duringWrite = () -> cache.invalidate(1L);
    cache.put(1L, "uno");
    assertThat(state()).isEqualTo(Lookup.State.ABSENT);
    duringWrite = () -> {};
    cache.put(1L, "uno");
    assertThat(state()).isEqualTo(Lookup.State.FRESH);
  }

  @Test
  void writeThatFailedMayHaveHappened() {
    duringWrite =
        () -> {
          assertThat(cache.get(1L)).isEqualTo("one");
          rows.put(1L, "uno");
          throw new IllegalStateException("after the write");
        };
    assertThatThrownBy(() -> cache.put(1L, "uno")).hasMessage("after the write");
    assertThat(cache.get(1L)).isEqualTo("uno");
    assertThat(scope).isEqualTo(Consistency.primary());
  }

  @Test
  void versionIsNotComparedWithAChangeThatHasNone() {
    cache.put(1L, "uno");
    assertThat(cache.putIfNewer(1L, "dos", 7)).isFalse();
    assertThat(state()).as("nobody knows which is newer").isEqualTo(Lookup.State.ABSENT);
    time.advance(LATER);
    assertThat(cache.putIfNewer(1L, "dos", 7)).isTrue();
    assertThat(cache.get(1L)).isEqualTo("dos");
  }

  @Test
  void loadsSeeTheChangesOfLate() {
    cache.get(1L);
    assertThat(scope).isNull();
    Map<String, Runnable> changes =
        Map.of(
            "invalidation", () -> cache.invalidate(1L),
            "clearing", cache::clear,
            "a tag", () -> cache.invalidateTag("all"));
    changes.forEach(
        (what, change) -> {
          rows.merge(1L, "!", String::concat);
          change.run();
          assertThat(cache.get(1L)).as(what).isEqualTo(rows.get(1L));
          assertThat(scope).as(what).isEqualTo(Consistency.primary());
          scope = null;
          cache.refresh(1L);
          assertThat(scope).as(what).isEqualTo(Consistency.primary());
          time.advance(LATER);
          cache.refresh(1L);
          assertThat(scope).as(what).isNull();
        });
  }

  @Test
  void transactionReadsPastWhatIsNearOnceItHasChangedIt() {
    cache.get(1L);
    ModelTransaction transaction = ModelTransaction.begin();
    assertThat(cache.get(1L)).isEqualTo("one");
    assertThat(loads).isEqualTo(1);
    cache.invalidate(1L);
    rows.put(1L, "uno");
    assertThat(cache.get(1L)).isEqualTo("uno");
    assertThat(state()).isEqualTo(Lookup.State.ABSENT);
    rows.put(1L, "one");
    transaction.rollBack();
    assertThat(cache.get(1L)).isEqualTo("one");
    assertThat(loads).isEqualTo(2);
  }

  @Test
  void nothingIsKeptWhileTheFateOfAChangeIsUnknown() {
    cache.get(1L);
    ModelTransaction transaction = ModelTransaction.begin();
    cache.invalidate(1L);
    transaction.endUnknown();
    assertThat(cache.get(1L)).isEqualTo("one");
    assertThat(state()).isEqualTo(Lookup.State.ABSENT);
    time.advance(LATER);
    rows.put(1L, "uno");
    assertThat(cache.get(1L)).isEqualTo("uno");
    assertThat(state()).isEqualTo(Lookup.State.FRESH);
    rows.put(1L, "dos");
    transaction = ModelTransaction.begin();
    cache.clear();
    transaction.endUnknown();
    assertThat(cache.get(1L)).isEqualTo("dos");
  }

  @Test
  void loaderThatFailedIsLeftAloneForAWhile() {
    cache.get(1L);
    rows.remove(1L);
    time.advance(Duration.ofMinutes(12));
    assertThat(cache.get(1L)).isEqualTo("one");
    assertThat(cache.get(1L)).isEqualTo("one");
    assertThat(loads).isEqualTo(2);
    time.advance(Duration.ofSeconds(11));
    assertThat(cache.get(1L)).isEqualTo("one");
    assertThat(loads).isEqualTo(3);
    rows.put(1L, "uno");
    time.advance(Duration.ofSeconds(11));
    assertThat(cache.get(1L)).isEqualTo("uno");
  }
}
