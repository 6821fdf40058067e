package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every invalidation is checked here, a short bound later. */
class StaleChecksTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Map<Long, String> rows = new ConcurrentHashMap<>();
  private final AtomicBoolean changesDuringLoad = new AtomicBoolean();
  private final TieredCache<Long, String> cache = builder().staleChecks(1).build();

  private TieredCacheBuilder<Long, String> builder() {
    return TieredCache.<Long, String>builder("checked")
        .near(Near.maximumSize(100))
        .heartbeat(Duration.ofMillis(50))
        .bound(Duration.ofMillis(100))
        .loader((KeyLoader<Long, String>) this::load);
  }

  private @Nullable String load(Long key) {
    if (changesDuringLoad.getAndSet(false)) {
      rows.put(key, "new");
      cache.invalidate(key);
    }
    return rows.get(key);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  private void read(String row) {
    rows.put(1L, row);
    cache.invalidate(1L);
    assertThat(cache.get(1L)).isEqualTo(row);
  }

  /** On a busy machine a check may come before the read, and find nothing to compare. */
  private void untilFound(Runnable provocation) {
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              boolean found = cache.statistics().staleFound() > 0;
              if (!found) {
                provocation.run();
              }
              return found;
            });
  }

  @Test
  void valueThatWasChangedWithoutTellingIsFound() {
    untilFound(
        () -> {
          read("old");
          rows.put(1L, "new");
        });
    assertThat(cache.get(1L)).isEqualTo("old");
  }

  @Test
  void rowThatCameWithoutTellingIsFound() {
    untilFound(
        () -> {
          rows.clear();
          cache.invalidate(1L);
          assertThat(cache.get(1L)).isNull();
          rows.put(1L, "new");
        });
  }

  @Test
  void valueWhoseChangeIsToldDuringTheCheckIsNotStale() {
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              changesDuringLoad.set(false);
              rows.put(1L, "old");
              cache.invalidate(1L);
              cache.get(1L);
              changesDuringLoad.set(true);
              return cache.statistics().staleChecks() > 0;
            });
    cache.get(1L);
    await()
        .during(Duration.ofMillis(400))
        .atMost(LONG)
        .until(() -> cache.statistics().staleFound() == 0);
  }

  @Test
  void partsThatAreNoneAreRefused() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder().staleChecks(wrong))
          .withMessageContaining("allowed: 0 to 1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TieredCache.<Long, String>builder("loaderless")
                    .near(Near.maximumSize(1))
                    .staleChecks(0.5)
                    .build())
        .withMessageContaining("staleChecks is 0.5; allowed: 0 without a loader");
  }
}
