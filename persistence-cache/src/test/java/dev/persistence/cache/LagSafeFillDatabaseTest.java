package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.cache.redis.RedisStore;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.core.consistency.Session;
import dev.persistence.routing.RoutingDataSource;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads that are routed to a standby which does not have the newest row. */
@WithRedis
@WithPostgres(standbys = 1)
@Timeout(60)
class LagSafeFillDatabaseTest {

  private static int lastKey;

  private final PostgresCluster cluster;
  private final PostgresNode standby;
  private final HikariDataSource primaryPool;
  private final HikariDataSource standbyPool;
  private final RoutingDataSource routing;
  private final GatedRows rows;
  private final RedisClient client = RedisClient.create();
  private final CacheNode writer;
  private final CacheNode reader;
  private final int key = ++lastKey;

  LagSafeFillDatabaseTest(RedisServer redis, PostgresCluster cluster) throws Exception {
    this.cluster = cluster;
    this.standby = cluster.standbys().get(0);
    this.primaryPool = pool(cluster.primary());
    this.standbyPool = pool(standby);
    this.routing =
        RoutingDataSource.builder("orders")
            .primary("p", primaryPool)
            .replica("r", standbyPool)
            .maxWait(Duration.ofMillis(100))
            .sampleTimeout(Duration.ofSeconds(2))
            .maxLag(Duration.ofMinutes(5)) // The paused standby stays in use.
            .build();
    this.rows = new GatedRows(routing);
    String name = redis.keyPrefix().replace(":", "") + "lag";
    this.writer = node(redis, name);
    this.reader = node(redis, name);
  }

  private static HikariDataSource pool(PostgresNode node) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(node.jdbcUrl());
    config.setMaximumPoolSize(5);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  private CacheNode node(RedisServer redis, String name) {
    return CacheNode.open(
        CacheNode.patient(RedisStore.builder(client, RedisURI.create(redis.uri()))),
        name,
        rows,
        settings -> settings.near(Near.maximumSize(100)));
  }

  @BeforeEach
  void beginWithOneRowEverywhere() throws Exception {
    rows.create();
    rows.commit(key, 1);
    cluster.awaitReplicated();
    writer.awaitUp();
    reader.awaitUp();
    CacheNode.await().until(() -> readAnywhere().equals("1 on r"));
    standby.pauseReplay();
  }

  @AfterEach
  void close() {
    standby.resumeReplay();
    writer.close();
    reader.close();
    client.shutdown();
    routing.close();
    primaryPool.close();
    standbyPool.close();
  }

  /** Returns what a read gets that takes any node, and where. */
  private String readAnywhere() throws Exception {
    try (Session session = Session.open();
        ReadScope scope = ReadScope.open(Consistency.eventual());
        Connection connection = routing.getConnection()) {
      connection.setReadOnly(true);
      Integer number = GatedRows.read(connection, key);
      return number + " on " + Objects.requireNonNull(routing.lastDecision()).node();
    }
  }

  private static void inNoSession(Runnable action) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(action, true);
    new Thread(task, "user").start();
    task.get(20, TimeUnit.SECONDS);
  }

  private void commitAndInvalidate() {
    try {
      rows.commit(key, 2);
    } catch (Exception failure) { // Of the test's own statement.
      throw new AssertionError(failure);
    }
    writer.cache().invalidate(key);
  }

  @Test
  void aFillAfterAnInvalidationHasTheNewRowThoughTheStandbyDoesNot() throws Exception {
    inNoSession(this::commitAndInvalidate);
    assertThat(readAnywhere()).isEqualTo("1 on r");
    inNoSession(() -> assertThat(reader.cache().get(key)).isEqualTo(2));
    assertBothHave(2);
  }

  @Test
  void whoHasCommittedReadsTheNewRow() throws Exception {
    inNoSession(
        () -> {
          commitAndInvalidate();
          assertThat(writer.cache().get(key)).isEqualTo(2);
        });
    assertBothHave(2);
  }

  @Test
  void aCommitThatTheRouterDoesNotKnowSendsLoadsToThePrimary() throws Exception {
    new GatedRows(primaryPool).commit(key, 2);
    inNoSession(() -> writer.cache().invalidate(key));
    inNoSession(() -> assertThat(reader.cache().get(key)).isEqualTo(2));
    assertBothHave(2);
  }

  @Test
  void aLoadFromTheStandbyThatEndsAfterAnInvalidationIsNotStored() throws Exception {
    GatedRows.Gate gate = rows.hold();
    FutureTask<Integer> first = new FutureTask<>(() -> reader.cache().get(key));
    new Thread(first, "user").start();
    Thread held = gate.awaitReached();
    int before = reader.store().endedOn(held);
    inNoSession(this::commitAndInvalidate);
    gate.open();
    assertThat(first.get(20, TimeUnit.SECONDS)).as("who asked before the commit").isEqualTo(1);
    CacheNode.await().until(() -> reader.store().endedOn(held) > before);
    assertBothHave(2);
  }

  private void assertBothHave(int number) throws Exception {
    inNoSession(
        () -> {
          for (CacheNode node : List.of(writer, reader)) {
            node.awaitSees(key, number);
            CacheNode.await().until(() -> node.cache().lookup(key).value() != null);
            assertThat(node.cache().lookup(key).value()).isEqualTo(number);
          }
        });
  }
}
