package dev.persistence.cache;

import dev.persistence.cache.redis.RedisStreamLog;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The database is killed in the middle of 210 writes, and comes back after three seconds. */
@WithPostgres(isolated = true)
@WithRedis(appendOnly = true)
class WriteBehindOutageFaultTest {

  private static final RedisClient CLIENT = RedisClient.create();

  private final PostgresNode primary;
  private final RedisServer redis;
  private final Outage outage;

  WriteBehindOutageFaultTest(PostgresCluster cluster, RedisServer redis) {
    this.primary = cluster.primary();
    this.redis = redis;
    this.outage = new Outage(primary, Duration.ofSeconds(3));
  }

  @AfterAll
  static void shutDown() {
    CLIENT.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  @Test
  void nothingIsLostWithMemory() throws Exception {
    outage.assertAllArrive(Durability.memory());
  }

  @Test
  void nothingIsLostWithRedis() throws Exception {
    outage.assertAllArrive(
        Durability.logged(
            RedisStreamLog.of(redis.keyPrefix() + "outage", CLIENT, RedisURI.create(redis.uri()))));
  }

  @Test
  void nothingIsLostWithAnOutboxThoughItIsDownAsWell() throws Exception {
    outage.assertAllArrive(Durability.logged(Outboxes.create("outage", primary.dataSource())));
  }
}
