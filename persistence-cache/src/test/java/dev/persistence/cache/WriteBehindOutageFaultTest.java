package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.cache.log.OutboxLog;
import dev.persistence.cache.log.WriteLog;
import dev.persistence.cache.redis.RedisStreamLog;
import dev.persistence.core.sql.Dialect;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The database is killed in the middle of 210 writes, and comes back after three seconds. */
@WithPostgres(isolated = true)
@WithRedis(appendOnly = true)
class WriteBehindOutageFaultTest {

  private static final int KEYS = 210;
  private static final Duration OUTAGE = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final PostgresNode primary;
  private final RedisServer redis;
  private static final RedisClient CLIENT = RedisClient.create();
  private final Rows rows;
  private final AtomicInteger refusals = new AtomicInteger();

  WriteBehindOutageFaultTest(PostgresCluster cluster, RedisServer redis) {
    this.primary = cluster.primary();
    this.redis = redis;
    this.rows = new Rows(primary.dataSource());
  }

  @AfterAll
  static void shutDown() {
    CLIENT.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private WriteBehindCache<String, Integer> cache(Durability durability) {
    return WriteBehindCache.<String, Integer>builder("outage")
        .batchSize(10)
        .maxAge(Duration.ofMillis(5))
        .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
        .keys(key -> key, text -> text)
        .codec(new IntegerCodec())
        .durability(durability)
        .writer(rows)
        .build();
  }

  @Test
  void nothingIsLostWithMemory() throws Exception {
    assertAllArrive(Durability.memory());
  }

  @Test
  void nothingIsLostWithRedis() throws Exception {
    assertAllArrive(
        Durability.logged(
            RedisStreamLog.of(redis.keyPrefix() + "outage", CLIENT, RedisURI.create(redis.uri()))));
  }

  @Test
  void nothingIsLostWithAnOutboxThoughItIsDownAsWell() throws Exception {
    WriteLog log = OutboxLog.of("outage", primary.dataSource(), Dialect.postgreSql());
    try (Connection connection = primary.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : ((OutboxLog) log).createStatements()) {
        statement.execute(each);
      }
    }
    assertAllArrive(Durability.logged(log));
  }

  private void assertAllArrive(Durability durability) throws Exception {
    rows.create();
    Map<String, Integer> accepted = new HashMap<>();
    try (WriteBehindCache<String, Integer> cache = cache(durability)) {
      for (int i = 0; i < KEYS; i++) {
        if (i == KEYS / 2) {
          primary.kill();
          restartAfterTheOutage();
        }
        write(cache, "k" + i, 1);
        accepted.put("k" + i, 1);
        if (i % 3 == 0) {
          write(cache, "k" + i, 2);
          accepted.put("k" + i, 2);
        }
        if (i % 10 == 0) {
          remove(cache, "k" + i);
          accepted.remove("k" + i);
        }
      }
      assertThat(cache.flush(LONG).isComplete()).isTrue();
      assertThat(cache.deadLetters()).isEmpty();
      assertThat(rows.all()).isEqualTo(accepted);
      assertThat(rows.outOfOrder()).isEmpty();
      assertThat(cache.statistics().failedBatches() + refusals.get())
          .as("there was an outage")
          .isPositive();
    }
  }

  private void restartAfterTheOutage() {
    Thread restart =
        new Thread(
            () -> {
              await().pollDelay(OUTAGE).timeout(LONG).until(() -> true);
              primary.restart();
            },
            "restart");
    restart.start();
  }

  private void write(WriteBehindCache<String, Integer> cache, String key, int version) {
    accept(() -> cache.write(key, version));
  }

  private void remove(WriteBehindCache<String, Integer> cache, String key) {
    accept(() -> cache.remove(key));
  }

  /** An outbox is down with its database, and tells its callers so. */
  private void accept(Runnable operation) {
    try {
      operation.run();
    } catch (WriteBehindException refused) {
      assertThat(refused.isTransient()).isTrue();
      refusals.incrementAndGet();
      await()
          .timeout(LONG)
          .ignoreException(WriteBehindException.class)
          .until(
              () -> {
                operation.run();
                return true;
              });
    }
  }
}
