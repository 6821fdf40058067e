package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.redis.RedisStore;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many load a cold key, and who has to wait for a load. */
@WithRedis
@WithPostgres
@Timeout(60)
class ColdKeysDatabaseTest {

  private static final Logger LOG = LoggerFactory.getLogger(ColdKeysDatabaseTest.class);
  private static int lastKey;

  private final RedisClient client = RedisClient.create();
  private final GatedRows rows;
  private final List<CacheNode> nodes = new ArrayList<>();
  private final int key = ++lastKey;

  ColdKeysDatabaseTest(RedisServer redis, PostgresCluster cluster) throws Exception {
    this.rows = new GatedRows(cluster.primary().dataSource());
    rows.create();
    for (int i = 0; i < 3; i++) {
      nodes.add(
          CacheNode.open(
                  CacheNode.patient(RedisStore.builder(client, RedisURI.create(redis.uri()))),
                  redis.keyPrefix().replace(":", "") + "cold",
                  rows,
                  settings -> settings.near(Near.maximumSize(100)))
              .awaitUp());
    }
  }

  @AfterEach
  void close() {
    nodes.forEach(CacheNode::close);
    client.shutdown();
  }

  @Test
  void aHundredAndFiftyReadersOnThreeNodesAreOneLoad() throws Exception {
    rows.commit(key, 1);
    rows.takeLoads();
    GatedRows.Gate gate = rows.hold();
    CountDownLatch begin = new CountDownLatch(1);
    List<FutureTask<Integer>> readers = new ArrayList<>();
    for (CacheNode node : nodes) {
      for (int i = 0; i < 50; i++) {
        FutureTask<Integer> reader =
            new FutureTask<>(
                () -> {
                  begin.await();
                  return node.cache().get(key);
                });
        new Thread(reader, "reader").start();
        readers.add(reader);
      }
    }
    begin.countDown();
    gate.awaitReached();
    long reached = System.nanoTime();
    CacheNode.await().until(() -> System.nanoTime() - reached > 200_000_000);
    gate.open();
    for (FutureTask<Integer> reader : readers) {
      assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }
    assertThat(rows.takeLoads()).isEqualTo(1);
  }

  @Test
  void invalidationDoesNotWaitForALoadOfTheSameKey() throws Exception {
    CacheNode node = nodes.get(0);
    for (int round = 0; round < 5; round++) {
      rows.commit(key, 1);
      node.cache().invalidate(key);
      GatedRows.Gate gate = rows.hold();
      FutureTask<Integer> reader = new FutureTask<>(() -> node.cache().get(key));
      new Thread(reader, "reader").start();
      gate.awaitReached();
      rows.commit(key, 2);
      long begun = System.nanoTime();
      node.cache().invalidate(key);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      LOG.info("invalidation during a load took {}", took);
      assertThat(took).isLessThan(Duration.ofSeconds(1));
      assertThat(node.cache().get(key)).as("a new load, not the one that hangs").isEqualTo(2);
      assertThat(reader).isNotDone();
      gate.open();
      assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }
}
