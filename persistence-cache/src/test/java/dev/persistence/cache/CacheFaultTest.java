package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.redis.RedisStore;
import dev.persistence.testkit.fault.NetworkFault;
import dev.persistence.testkit.fault.TcpProxy;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two nodes, one of which reaches Redis through a proxy, while network or Redis break. */
@WithRedis(isolated = true)
@WithPostgres
@Timeout(60)
class CacheFaultTest {

  private static final Logger LOG = LoggerFactory.getLogger(CacheFaultTest.class);
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static int lastKey;

  private final RedisServer redis;
  private final TcpProxy proxy;
  private final RedisClient client = RedisClient.create();
  private final GatedRows rows;
  private final CacheNode near;
  private final CacheNode far;
  private final int key = ++lastKey;

  CacheFaultTest(RedisServer redis, PostgresCluster cluster) throws Exception {
    this.redis = redis;
    this.proxy = TcpProxy.to(redis.host(), redis.port());
    this.rows = new GatedRows(cluster.primary().dataSource());
    rows.create();
    this.near = node(redis.port());
    this.far = node(proxy.port());
  }

  private CacheNode node(int port) {
    return CacheNode.open(
        RedisStore.builder(client, RedisURI.Builder.redis(redis.host(), port).build())
            .readDeadline(Duration.ofMillis(200))
            .writeDeadline(Duration.ofMillis(200))
            .breakerOpen(Duration.ofMillis(300)),
        "faults",
        rows,
        settings ->
            settings.near(Near.maximumSize(100)).bound(BOUND).heartbeat(Duration.ofMillis(300)));
  }

  @BeforeEach
  void beginWithOneRowOnBothNodes() throws Exception {
    rows.commit(key, 1);
    for (CacheNode node : List.of(near, far)) {
      node.awaitUp().awaitSees(key, 1);
      CacheNode.await()
          .untilAsserted(
              () -> {
                assertThat(node.cache().get(key)).isEqualTo(1);
                assertThat(node.cache().lookup(key).tier()).isEqualTo(Lookup.Tier.NEAR);
              });
    }
  }

  @AfterEach
  void close() {
    redis.thaw();
    near.close();
    far.close();
    proxy.close();
    client.shutdown();
  }

  /** Returns how long the node still answers with the old row. */
  private static Duration oldFor(CacheNode node, int key, long since) {
    CacheNode.await().untilAsserted(() -> assertThat(node.cache().get(key)).isEqualTo(2));
    return Duration.ofNanos(System.nanoTime() - since);
  }

  @Test
  void aHalfOpenNetworkLeavesTheOtherNodeBehindByTheBoundAtMost() throws Exception {
    proxy.apply(NetworkFault.blackHole());
    rows.commit(key, 2);
    near.cache().invalidate(key);
    Duration behind = oldFor(far, key, System.nanoTime());
    LOG.info("half-open: the other node was behind for {}", behind);
    assertThat(behind).isLessThan(BOUND.plusSeconds(2));
    proxy.heal();
    far.awaitUp();
    near.awaitSees(key, 2);
    far.awaitSees(key, 2);
  }

  @Test
  void aCutNetworkLeavesTheOtherNodeBehindByTheBoundAtMost() throws Exception {
    proxy.apply(NetworkFault.refuse());
    proxy.cut();
    rows.commit(key, 2);
    near.cache().invalidate(key);
    assertThat(oldFor(far, key, System.nanoTime())).isLessThan(BOUND.plusSeconds(2));
    proxy.heal();
    far.awaitUp().awaitSees(key, 2);
  }

  @Test
  void aChangeByANodeThatCannotReachTheStoreIsToldOnceItCan() throws Exception {
    proxy.apply(NetworkFault.blackHole());
    rows.commit(key, 2);
    far.cache().invalidate(key);
    assertThat(far.cache().get(key)).isEqualTo(2);
    proxy.heal();
    near.awaitSees(key, 2);
    far.awaitSees(key, 2);
    far.awaitUp();
    assertThat(near.cache().get(key)).isEqualTo(2);
  }

  @Test
  void aNodeThatNeverHeardOfTheStoreAnswersFromTheLoader() throws Exception {
    try (TcpProxy silent = TcpProxy.to(redis.host(), redis.port())) {
      silent.apply(NetworkFault.blackHole());
      try (CacheNode deaf = node(silent.port())) {
        assertThat(deaf.cache().get(key)).isEqualTo(1);
        rows.commit(key, 2);
        near.cache().invalidate(key);
        assertThat(deaf.cache().get(key)).isEqualTo(2);
        silent.heal();
        deaf.awaitUp().awaitSees(key, 2);
      }
    }
  }

  @Test
  void aStoreThatComesBackEmptyLeavesNothingOld() throws Exception {
    redis.restart();
    rows.commit(key, 2);
    near.cache().invalidate(key);
    assertThat(near.cache().get(key)).isEqualTo(2);
    far.awaitSees(key, 2);
    for (CacheNode node : List.of(near, far)) {
      node.awaitUp().awaitSees(key, 2);
    }
  }

  @Test
  void aFrozenStoreMeansTheLoaderAndChangesAreToldAfterwards() throws Exception {
    redis.freeze();
    rows.commit(key, 2);
    near.cache().invalidate(key);
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int cold = ++lastKey;
      rows.commit(cold, i);
      Duration loads = near.cache().statistics().loadTime();
      long begun = System.nanoTime();
      assertThat(near.cache().get(cold)).isEqualTo(i);
      long load = near.cache().statistics().loadTime().minus(loads).toNanos();
      micros.add((System.nanoTime() - begun - load) / 1000);
    }
    LOG.info("frozen: misses took, beyond the load, microseconds {}", micros);
    assertThat(micros.subList(20, 60).stream().sorted().toList().get(20)).isLessThan(150_000);
    assertThat(near.cache().get(key)).isEqualTo(2);
    far.awaitSees(key, 2);
    redis.thaw();
    near.awaitUp().awaitSees(key, 2);
    far.awaitUp().awaitSees(key, 2);
  }
}
