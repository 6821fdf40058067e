package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.redis.RedisStore;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads whose keys are as unevenly popular as they are in real life (Zipf, 0.99). */
@WithRedis
@Timeout(60)
class ZipfDatabaseTest {

  private static final Logger LOG = LoggerFactory.getLogger(ZipfDatabaseTest.class);
  private static final int KEYS = 2_000;
  private static final int READS = 30_000;

  @Test
  void mostReadsAreHitsAndEveryMissHasAReasonAndALoad(RedisServer redis) {
    AtomicInteger loads = new AtomicInteger();
    RedisClient client = RedisClient.create();
    try (RedisStore store =
            CacheNode.patient(RedisStore.builder(client, RedisURI.create(redis.uri()))).build();
        TieredCache<Integer, Integer> cache =
            TieredCache.<Integer, Integer>builder(redis.keyPrefix().replace(":", "") + "zipf")
                .near(Near.maximumSize(KEYS / 10))
                .store(store)
                .codec(new IntegerCodec())
                .loader(
                    (KeyLoader<Integer, Integer>)
                        key -> {
                          loads.incrementAndGet();
                          return key;
                        })
                .build()) {
      CacheNode.await()
          .untilAsserted(
              () -> {
                cache.get(-1);
                assertThat(cache.lookup(-1).tier()).isNotNull();
              });
      CacheStatistics before = cache.statistics();
      loads.set(0);
      double[] cumulative = cumulative();
      Random random = new Random(42);
      for (int i = 0; i < READS; i++) {
        double dice = random.nextDouble() * cumulative[KEYS - 1];
        int found = Arrays.binarySearch(cumulative, dice);
        int key = found < 0 ? -found - 1 : found;
        assertThat(cache.get(key)).isEqualTo(key);
      }
      CacheStatistics after = cache.statistics();
      long hits = after.hits() - before.hits();
      long misses = after.missCount() - before.missCount();
      LOG.info("{} hits, {} misses, {} loads: {}", hits, misses, loads, after);
      assertThat(hits + misses).isEqualTo(READS);
      // A miss that comes while a load of the key is being stored gets the value of that load.
      assertThat(misses).isBetween(loads.longValue(), loads.longValue() + READS / 1000);
      assertThat(hits).isGreaterThan(READS * 8L / 10);
      assertThat(after.nearHits() - before.nearHits()).isGreaterThan(READS / 2);
    } finally {
      client.shutdown();
    }
  }

  private static double[] cumulative() {
    double[] sums = new double[KEYS];
    double sum = 0;
    for (int i = 0; i < KEYS; i++) {
      sum += 1 / Math.pow(i + 1, 0.99);
      sums[i] = sum;
    }
    return sums;
  }
}
