package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class NearHitTest {

  private static final int HITS = 10_000;

  /** Less than any object has. */
  private static final double NOTHING = 8;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aHitMakesNoObject() {
    try (TieredCache<String, String> cache =
        builder().loader((String key) -> "of " + key).build()) {
      assertThat(bytesOfAHit(() -> cache.get("a"))).isLessThan(NOTHING);
    }
  }

  @Test
  void aHitWithALoaderOfItsOwnMakesNoObject() {
    try (TieredCache<String, String> cache = builder().build()) {
      KeyLoader<String, String> loader = key -> "of " + key;
      assertThat(bytesOfAHit(() -> cache.get("a", loader))).isLessThan(NOTHING);
      assertThat(bytesOfAHit(() -> cache.get("a"))).isLessThan(NOTHING);
    }
  }

  private static TieredCacheBuilder<String, String> builder() {
    return TieredCache.<String, String>builder("hits").near(Near.maximumSize(100));
  }

  private double bytesOfAHit(Runnable hit) {
    for (int i = 0; i < 100; i++) { // Loads the value, and the classes.
      hit.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < HITS; i++) {
      hit.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / (double) HITS;
  }
}
