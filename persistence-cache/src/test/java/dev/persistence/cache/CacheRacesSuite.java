package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.persistence.cache.redis.RedisStore;
import dev.persistence.cache.redis.RedisStoreBuilder;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The races of loads with changes, on real servers: a load that read the old row ends last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class CacheRacesSuite {

  /** What a reader or writer does with the key. */
  enum EntryPoint {
    GET {
      @Override
      void use(TieredCache<Integer, Integer> cache, int key) {
        cache.get(key);
      }
    },
    GET_ALL {
      @Override
      void use(TieredCache<Integer, Integer> cache, int key) {
        cache.getAll(List.of(key));
      }
    },
    GET_ASYNC {
      @Override
      void use(TieredCache<Integer, Integer> cache, int key) {
        cache.getAsync(key).join();
      }
    },
    REFRESH {
      @Override
      void use(TieredCache<Integer, Integer> cache, int key) {
        cache.refresh(key);
      }
    },
    PUT {
      @Override
      void use(TieredCache<Integer, Integer> cache, int key) {
        cache.put(key, 1);
      }
    };

    abstract void use(TieredCache<Integer, Integer> cache, int key);
  }

  /** Who tells that the row has changed. */
  enum Teller {
    THIS_NODE,
    OTHER_NODE,
    OTHER_NODE_CLEARS,
    REDIS_CLIENT
  }

  private final boolean strict;
  private final String name;
  private final RedisURI uri;
  private final RedisClient client;
  final GatedRows rows;
  final Transactions transactions;
  final List<CacheNode> nodes = new ArrayList<>();
  private int lastKey;

  CacheRacesSuite(boolean strict, RedisServer redis, PostgresCluster cluster) throws Exception {
    this.strict = strict;
    this.name = redis.keyPrefix().replace(":", "") + "races";
    this.uri = RedisURI.create(redis.uri());
    this.client = RedisClient.create();
    DataSource dataSource = cluster.primary().dataSource();
    this.rows = new GatedRows(dataSource);
    this.transactions = Transactions.of(dataSource);
    rows.create();
  }

  @BeforeAll
  void openNodes() {
    nodes.add(node(settings -> settings.near(Near.maximumSize(1000))));
    nodes.add(node(settings -> settings.near(Near.maximumSize(1000))));
    nodes.add(node(settings -> settings));
  }

  @AfterAll
  void close() {
    nodes.forEach(CacheNode::close);
    client.shutdown();
  }

  CacheNode node(UnaryOperator<TieredCacheBuilder<Integer, Integer>> settings) {
    RedisStoreBuilder redis = CacheNode.patient(RedisStore.builder(client, uri));
    return CacheNode.open(
            redis, name, rows, builder -> settings.apply(strict ? builder.strict() : builder))
        .awaitUp();
  }

  static List<Arguments> races() {
    List<Arguments> races = new ArrayList<>();
    for (EntryPoint entry : EntryPoint.values()) {
      for (Teller teller : Teller.values()) {
        races.add(Arguments.of(entry, teller, false));
        if (teller != Teller.OTHER_NODE_CLEARS) { // Which ends no lease, so others wait for it.
          races.add(Arguments.of(entry, teller, true));
        }
      }
    }
    return races;
  }

  @ParameterizedTest
  @MethodSource("races")
  void nobodyKeepsTheRowThatWasReadBeforeTheChange(
      EntryPoint entry, Teller teller, boolean readMeanwhile) throws Exception {
    CacheNode node = nodes.get(0);
    int key = newRow();
    if (entry == EntryPoint.REFRESH) {
      nodes.forEach(each -> each.awaitSees(key, 1));
    }
    GatedRows.Gate gate = rows.hold();
    FutureTask<Boolean> user = start(() -> entry.use(node.cache(), key));
    Thread held = gate.awaitReached();
    int before = node.store().endedOn(held);
    changeAndTell(teller, key);
    if (readMeanwhile) {
      nodes.forEach(each -> each.awaitSees(key, 2));
    }
    gate.open();
    user.get(20, TimeUnit.SECONDS);
    CacheNode.await().until(() -> node.store().endedOn(held) > before);
    nodes.forEach(each -> each.awaitSees(key, 2));
    assertThat(nodes.get(1).cache().lookup(key).value()).isEqualTo(2);
  }

  @Test
  void whatWasReadAndInvalidatedInATransactionVanishesWithItsRollback() throws Exception {
    int key = newRow();
    nodes.forEach(each -> each.awaitSees(key, 1));
    TieredCache<Integer, Integer> cache = nodes.get(0).cache();
    assertThatIllegalStateException()
        .isThrownBy(() -> transactions.run(connection -> changeAndFail(connection, key, cache)))
        .withMessage("rolled back");
    for (CacheNode node : nodes) {
      assertThat(node.cache().lookup(key).value()).isEqualTo(1);
      assertThat(node.cache().get(key)).isEqualTo(1);
    }
  }

  private static void changeAndFail(
      Connection connection, int key, TieredCache<Integer, Integer> cache) throws SQLException {
    GatedRows.write(connection, key, 2);
    cache.invalidate(key);
    assertThat(cache.get(key, missing -> GatedRows.read(connection, missing))).isEqualTo(2);
    throw new IllegalStateException("rolled back");
  }

  @Test
  void aRowThatAWritingTransactionReadIsNotFilledBeforeItsRollback() throws Exception {
    int key = newRow();
    TieredCache<Integer, Integer> cache = nodes.get(0).cache();
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      GatedRows.write(connection, key, 2);
                      KeyLoader<Integer, Integer> own = id -> GatedRows.read(connection, id);
                      assertThat(cache.get(key, own)).isEqualTo(2);
                      throw new IllegalStateException("rolled back");
                    }));
    nodes.forEach(each -> each.awaitSees(key, 1));
  }

  @Test
  void othersSeeAChangeAfterItsCommitAndNotBefore() throws Exception {
    int key = newRow();
    nodes.forEach(each -> each.awaitSees(key, 1));
    TieredCache<Integer, Integer> cache = nodes.get(0).cache();
    transactions.run(
        connection -> {
          GatedRows.write(connection, key, 2);
          cache.invalidate(key);
          assertThat(nodes.get(1).cache().get(key)).isEqualTo(1);
          assertThat(nodes.get(2).cache().get(key)).isEqualTo(1);
        });
    assertThat(cache.get(key)).isEqualTo(2);
    nodes.forEach(each -> each.awaitSees(key, 2));
  }

  @Test
  void nodesOfTwoSchemaVersionsSeeTheInvalidationsOfEachOther() throws Exception {
    int key = newRow();
    CacheNode old = nodes.get(0);
    try (CacheNode young =
        node(settings -> settings.schemaVersion(2).near(Near.maximumSize(1000)))) {
      rows.takeLoads();
      old.awaitSees(key, 1);
      young.awaitSees(key, 1);
      assertThat(rows.takeLoads()).as("each has a value of its own").isEqualTo(2);
      rows.commit(key, 2);
      young.cache().invalidate(key);
      old.awaitSees(key, 2);
      young.awaitSees(key, 2);
      rows.commit(key, 3);
      old.cache().invalidate(key);
      young.awaitSees(key, 3);
      old.awaitSees(key, 3);
    }
  }

  private void changeAndTell(Teller teller, int key) throws SQLException {
    switch (teller) {
      case THIS_NODE -> change(key, () -> nodes.get(0).cache().invalidate(key));
      case OTHER_NODE -> change(key, () -> nodes.get(1).cache().invalidate(key));
      case OTHER_NODE_CLEARS -> change(key, () -> nodes.get(1).cache().clear());
      case REDIS_CLIENT -> {
        change(key, () -> {});
        removeByHand(key);
      }
    }
  }

  /** Writes the row and has it told: after the commit, or in the transaction of a strict cache. */
  private void change(int key, Runnable telling) throws SQLException {
    if (strict) {
      transactions.run(
          connection -> {
            GatedRows.write(connection, key, 2);
            telling.run();
          });
    } else {
      rows.commit(key, 2);
      telling.run();
    }
  }

  void removeByHand(int key) {
    try (var connection = client.connect(uri)) {
      assertThat(connection.sync().del(name + ":" + key)).isEqualTo(1);
    }
  }

  /** Returns a key that no other test uses, of a row with the number 1. */
  int newRow() throws SQLException {
    int key = ++lastKey;
    rows.commit(key, 1);
    return key;
  }

  private static FutureTask<Boolean> start(Runnable action) {
    FutureTask<Boolean> task = new FutureTask<>(action, true);
    new Thread(task, "user").start();
    return task;
  }
}
