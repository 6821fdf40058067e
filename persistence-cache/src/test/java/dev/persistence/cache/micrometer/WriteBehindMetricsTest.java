package dev.persistence.cache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.cache.Durability;
import dev.persistence.cache.WriteBehindCache;
import dev.persistence.cache.WriteOperation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted and shown of a cache that writes behind. */
class WriteBehindMetricsTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private volatile boolean poisoned;
  private final WriteBehindCache<Long, Long> cache =
      WriteBehindCache.<Long, Long>builder("hits")
          .stripes(1)
          .maxAge(Duration.ofMinutes(1))
          .maxAttempts(1)
          .durability(Durability.memory())
          .writer(this::write)
          .build();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  WriteBehindMetricsTest() {
    new WriteBehindMetrics(cache).bindTo(registry);
  }

  private void write(List<WriteOperation<Long, Long>> batch) {
    if (poisoned) {
      throw new IllegalStateException("a batch of " + batch.size() + " is refused");
    }
  }

  @AfterEach
  void close() {
    cache.close();
    registry.close();
  }

  private double gauge(String meter) {
    return registry.get("persistence.writebehind." + meter).tag("cache", "hits").gauge().value();
  }

  private double flushes(String result) {
    return registry
        .get("persistence.writebehind.flush")
        .tags("cache", "hits", "result", result)
        .functionCounter()
        .count();
  }

  @Test
  void waitingKeysAreGaugedUntilTheyAreWritten() {
    assertThat(gauge("oldest.age")).isZero();
    cache.write(1L, 1L);
    cache.write(1L, 2L);
    cache.write(2L, 1L);

    assertThat(gauge("pending")).isEqualTo(2);
    await().until(() -> gauge("oldest.age") > 0);
    assertThat(gauge("oldest.age")).as("in seconds").isLessThan(60);

    cache.flush(LONG);
    assertThat(gauge("pending")).isZero();
    assertThat(gauge("oldest.age")).isZero();
  }

  @Test
  void batchesAreCountedByTheirResult() {
    cache.write(1L, 1L);
    cache.flush(LONG);

    assertThat(flushes("success")).isEqualTo(1);
    assertThat(flushes("failure")).isZero();
  }

  @Test
  void operationThatWasGivenUpIsDead() {
    poisoned = true;
    assertThat(gauge("dead")).isZero();
    cache.write(1L, 1L);
    cache.flush(LONG);

    assertThat(gauge("dead")).isEqualTo(1);
    assertThat(flushes("failure")).isPositive();
    assertThat(flushes("success")).isZero();
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsRejected() {
    assertThatThrownBy(() -> new WriteBehindMetrics(null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WriteBehindMetrics(cache).bindTo(null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
