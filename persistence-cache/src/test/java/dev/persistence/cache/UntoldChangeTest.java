package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.internal.CacheThreads;
import dev.persistence.cache.internal.Waits;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.testkit.time.ManualTimeSource;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change that the store could not be told of, which it is told of while it is being read. */
class UntoldChangeTest {

  /* Before and after each call of the store there is one. */
  private int pauses;

  private long row = 1;
  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final ReferenceStore store = new ReferenceStore(time);
  private final InterceptedStore channel = new InterceptedStore(store, this::pause, Set.of());
  private final Executor atOnce = Runnable::run;
  private final TieredCache<Long, Long> cache =
      TieredCache.<Long, Long>builder("row")
          .near(Near.maximumSize(10))
          .store(channel)
          .codec(new LongCodec())
          .loader((KeyLoader<Long, Long>) key -> row)
          .time(time)
          .threads(new CacheThreads(atOnce, atOnce, Waits.BLOCKING, () -> {}))
          .build();

  /** Has the store told after so many pauses. */
  private void pause() {
    if (--pauses == 0) {
      store.heartbeat(channel.space());
    }
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void whoInvalidatedAKeyDoesNotSeeTheValueBefore() {
    assertNewIsSeenAfter(() -> cache.invalidate(1L));
  }

  @Test
  void whoClearedTheCacheDoesNotSeeTheValueBefore() {
    assertNewIsSeenAfter(cache::clear);
  }

  private void assertNewIsSeenAfter(Runnable telling) {
    for (int point = 1; point <= 6; point++) {
      long old = row;
      assertThat(cache.get(1L)).isEqualTo(old);
      store.unavailable(true);
      row++;
      telling.run();
      store.unavailable(false);
      pauses = point;
      assertThat(cache.get(1L)).as("told at point %d", point).isEqualTo(row);
      pauses = 0;
      store.heartbeat(channel.space());
      assertThat(cache.health().owedChanges()).isZero();
      assertThat(cache.get(1L)).isEqualTo(row);
    }
  }
}
