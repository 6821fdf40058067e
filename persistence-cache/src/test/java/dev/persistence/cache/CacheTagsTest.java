package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.TieredCacheTest.TextCodec;
import dev.persistence.cache.internal.CacheThreads;
import dev.persistence.cache.internal.Waits;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.testkit.time.ManualTimeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes with a store: what is given up by its tag, and what a strict cache refuses. */
class CacheTagsTest {

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final ReferenceStore store = new ReferenceStore(time);
  private final Map<Long, String> rows = new HashMap<>(Map.of(1L, "one"));
  private final Executor atOnce = Runnable::run;
  private Runnable duringLoad = () -> {};
  private final TieredCache<Long, String> first = builder().build();
  private final TieredCache<Long, String> second = builder().build();

  CacheTagsTest() {
    store.deliverAtOnce(true);
  }

  private TieredCacheBuilder<Long, String> builder() {
    return TieredCache.<Long, String>builder("tagged")
        .near(Near.maximumSize(10))
        .store(store)
        .codec(new TextCodec())
        .loader((KeyLoader<Long, String>) this::load)
        .writer(rows::put)
        .tags((key, value) -> Set.of("all"))
        .refreshAhead(0)
        .time(time)
        .threads(new CacheThreads(atOnce, atOnce, Waits.BLOCKING, () -> {}));
  }

  private String load(Long key) {
    String row = rows.getOrDefault(key, "none");
    duringLoad.run();
    return row;
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    store.close();
  }

  @Test
  void tagThatAnotherNodeInvalidatesEndsWhatIsNear() {
    second.get(1L);
    second.get(1L);
    assertThat(second.lookup(1L).tier()).isEqualTo(Lookup.Tier.NEAR);
    rows.put(1L, "uno");
    first.invalidateTag("all");
    assertThat(second.get(1L)).isEqualTo("uno");
    assertThat(first.get(1L)).isEqualTo("uno");
  }

  @Test
  void whatWasLoadedBeforeItsTagWasInvalidatedIsNotStored() {
    duringLoad =
        () -> {
          duringLoad = () -> {};
          rows.put(1L, "uno");
          first.invalidateTag("all");
        };
    assertThat(first.get(1L)).isEqualTo("one");
    assertThat(first.lookup(1L).state()).isEqualTo(Lookup.State.ABSENT);
    assertThat(second.get(1L)).isEqualTo("uno");
  }

  @Test
  void strictCacheWritesNothingThatItCannotFence() {
    try (TieredCache<Long, String> strict = builder().strict().build()) {
      store.unavailable(true);
      assertThatThrownBy(() -> strict.put(1L, "uno")).isInstanceOf(StoreUnavailableException.class);
      assertThat(rows).containsEntry(1L, "one");
      store.unavailable(false);
      strict.put(1L, "uno");
      assertThat(strict.get(1L)).isEqualTo("uno");
    }
  }
}
