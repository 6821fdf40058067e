package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.redis.RedisStore;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a miss costs beyond its load while Redis is frozen, with all deadlines as they come. */
@WithRedis(isolated = true)
@Timeout(120)
class FrozenStoreFaultTest {

  private static final Logger LOG = LoggerFactory.getLogger(FrozenStoreFaultTest.class);
  private static final int FREEZES = Integer.getInteger("persistence.test.scale", 1);
  private static final int FIRST = 20;
  private static final int MORE = 300;

  private final RedisServer redis;
  private final RedisClient client = RedisClient.create();
  private final RedisStore store;
  private final TieredCache<Integer, Integer> cache;
  private int lastKey;
  private long loadNanos;

  FrozenStoreFaultTest(RedisServer redis) {
    this.redis = redis;
    this.store = RedisStore.builder(client, RedisURI.create(redis.uri())).build();
    this.cache =
        TieredCache.<Integer, Integer>builder("frozen")
            .near(Near.maximumSize(1000))
            .store(store)
            .codec(new IntegerCodec())
            .loader((KeyLoader<Integer, Integer>) this::load)
            .build();
  }

  @AfterEach
  void close() {
    redis.thaw();
    cache.close();
    store.close();
    client.shutdown();
  }

  private Integer load(Integer key) {
    long begun = System.nanoTime();
    Integer value = key;
    loadNanos = System.nanoTime() - begun;
    return value;
  }

  @Test
  void missesWaitForTheDeadlineOnceInAWhileAndNotAtAllOnceTheBreakerIsOpen() {
    List<Long> first = new ArrayList<>();
    List<Long> more = new ArrayList<>();
    for (int i = 0; i < FREEZES; i++) {
      awaitUp();
      missMicros(MORE);
      redis.freeze();
      first.addAll(missMicros(FIRST));
      more.addAll(missMicros(MORE));
      redis.thaw();
    }
    LOG.info("beyond the load: the first {} misses {}", FIRST, percentiles(first));
    LOG.info("beyond the load: the next {} misses {}", MORE, percentiles(more));
    assertThat(percentile(first, 99)).isLessThan(600_000);
    assertThat(percentile(more, 99)).isLessThan(50_000);
  }

  private void awaitUp() {
    CacheNode.await()
        .untilAsserted(
            () -> {
              cache.get(-1);
              assertThat(cache.lookup(-1).tier()).isEqualTo(Lookup.Tier.NEAR);
            });
  }

  private List<Long> missMicros(int count) {
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int key = ++lastKey;
      long begun = System.nanoTime();
      assertThat(cache.get(key)).isEqualTo(key);
      micros.add((System.nanoTime() - begun - loadNanos) / 1000);
    }
    return micros;
  }

  private static String percentiles(List<Long> micros) {
    return "p50 %,d µs, p90 %,d µs, p99 %,d µs, most %,d µs"
        .formatted(
            percentile(micros, 50),
            percentile(micros, 90),
            percentile(micros, 99),
            percentile(micros, 100));
  }

  private static long percentile(List<Long> micros, int percent) {
    List<Long> sorted = new ArrayList<>(micros);
    Collections.sort(sorted);
    return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
  }
}
