package dev.persistence.cache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.Durability;
import dev.persistence.cache.Near;
import dev.persistence.cache.TieredCache;
import dev.persistence.cache.WriteBehindCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** The examples of meters in docs/cache.md. */
class MetricsExamplesTest {

  private static void bind(
      TieredCache<Long, String> users,
      WriteBehindCache<Long, Integer> hits,
      MeterRegistry registry) {
    new CacheMetrics(users).bindTo(registry);
    new WriteBehindMetrics(hits).bindTo(registry);
  }

  @Test
  void metersOfBothKindsStandSideBySide() {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (TieredCache<Long, String> users =
            TieredCache.<Long, String>builder("user").near(Near.maximumSize(10)).build();
        WriteBehindCache<Long, Integer> hits =
            WriteBehindCache.<Long, Integer>builder("hits")
                .durability(Durability.memory())
                .writer(batch -> {})
                .build()) {
      bind(users, hits, registry);
      assertThat(registry.get("cache.size").tag("cache", "user").gauge().value()).isZero();
      assertThat(
              registry.get("persistence.writebehind.pending").tag("cache", "hits").gauge().value())
          .isZero();
    }
  }
}
