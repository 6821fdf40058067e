package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.redis.RedisStore;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.junit.WithRedisSentinel;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.redis.RedisSentinel;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes over a Redis that Sentinels replace by a replica which lacks the last changes. */
@WithRedisSentinel(isolated = true)
@WithPostgres
@Timeout(120)
class CacheFailoverFaultTest {

  private static final List<Integer> KEYS = IntStream.range(0, 10).boxed().toList();
  private static final List<Integer> LOST = KEYS.subList(0, 5);
  private static final List<Integer> DURING = KEYS.subList(5, 10);

  private final RedisSentinel redis;
  private final RedisClient client = RedisClient.create();
  private final GatedRows rows;
  private final List<CacheNode> nodes = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  CacheFailoverFaultTest(RedisSentinel redis, PostgresCluster cluster) throws Exception {
    this.redis = redis;
    this.rows = new GatedRows(cluster.primary().dataSource());
    rows.create();
    for (int i = 0; i < 2; i++) {
      nodes.add(node());
    }
  }

  private CacheNode node() {
    return CacheNode.open(
        RedisStore.builder(client, RedisURI.create(redis.uri()))
            .readDeadline(Duration.ofMillis(200))
            .writeDeadline(Duration.ofMillis(200))
            .breakerOpen(Duration.ofMillis(300)),
        "failover",
        rows,
        settings ->
            settings
                .near(Near.maximumSize(100))
                .bound(Duration.ofSeconds(1))
                .heartbeat(Duration.ofMillis(300)));
  }

  @AfterEach
  void close() {
    nodes.forEach(CacheNode::close);
    client.shutdown();
  }

  @Test
  void changesThatWereLostInTheFailoverAreToldAgainAndNoReaderFails() throws Exception {
    for (int key : KEYS) {
      rows.commit(key, 1);
    }
    for (CacheNode node : nodes) {
      node.awaitUp();
      KEYS.forEach(key -> node.awaitSees(key, 1));
    }
    CacheNode.await().untilAsserted(() -> assertThat(states()).containsOnly(Lookup.State.FRESH));
    List<Thread> readers = nodes.stream().map(this::reader).toList();
    RedisServer primary = redis.primary();
    List<RedisServer> replicas = redis.replicas();
    replicas.forEach(RedisServer::freeze);
    disconnectReplicas(primary);
    changeAll(LOST, 2);
    primary.kill();
    replicas.forEach(RedisServer::thaw);
    changeAll(DURING, 2);
    nodes.forEach(CacheNode::awaitUp);
    nodes.forEach(node -> KEYS.forEach(key -> node.awaitSees(key, 2)));
    over = true;
    for (Thread reader : readers) {
      reader.join(TimeUnit.SECONDS.toMillis(20));
    }
    assertThat(failures).isEmpty();
  }

  private List<Lookup.State> states() {
    return KEYS.stream().map(key -> nodes.get(0).cache().lookup(key).state()).toList();
  }

  /** Makes sure that what is acknowledged from now on reaches no replica. */
  private void disconnectReplicas(RedisServer primary) {
    RedisURI uri = RedisURI.Builder.redis(primary.host(), primary.port()).build();
    try (var connection = client.connect(uri)) {
      var arguments = new CommandArgs<>(StringCodec.UTF8).add("KILL").add("TYPE").add("replica");
      Long killed =
          connection
              .sync()
              .dispatch(CommandType.CLIENT, new IntegerOutput<>(StringCodec.UTF8), arguments);
      assertThat(killed).isEqualTo(2);
    }
  }

  private void changeAll(List<Integer> keys, int number) throws Exception {
    for (int key : keys) {
      rows.commit(key, number);
      nodes.get(key % 2).cache().invalidate(key);
    }
  }

  private Thread reader(CacheNode node) {
    Thread reader =
        new Thread(
            () -> {
              while (!over) {
                try {
                  KEYS.forEach(key -> assertThat(node.cache().get(key)).isBetween(1, 2));
                } catch (RuntimeException | Error failure) { // Whatever it is, it fails the test.
                  failures.add(failure);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
              }
            },
            "reader");
    reader.start();
    return reader;
  }
}
