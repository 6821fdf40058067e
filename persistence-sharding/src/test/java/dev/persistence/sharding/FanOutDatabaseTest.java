package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work on every shard has a result for every shard. */
@WithPostgres
class FanOutDatabaseTest {

  private static final int SHARDS = 6;

  private final List<PostgresCluster> databases = new ArrayList<>();
  private final ShardedDataSource sharded;

  FanOutDatabaseTest(PostgresCluster cluster) {
    ShardedDataSourceBuilder builder = ShardedDataSource.builder("schema");
    for (int i = 0; i < SHARDS; i++) {
      databases.add(cluster.database("fan_out_" + i));
      builder.shard("fan_out_" + i, databases.get(i).primary().dataSource());
    }
    sharded = builder.resolver(Resolvers.hash(KeyType.INT8)).build();
  }

  @AfterEach
  void close() {
    sharded.close();
    databases.forEach(PostgresCluster::close);
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    }
  }

  @Test
  void workIsDoneOnEachShardsOwnConnection() {
    FanOutResult<String> result =
        sharded.onEveryShard(
            2,
            (shard, connection) -> {
              execute(connection, "create table item (id int)");
              return connection.getCatalog();
            });
    assertThat(result.orThrow()).hasSize(SHARDS);
    assertThat(result.done()).allSatisfy((shard, name) -> assertThat(name).isEqualTo(shard));
  }

  @Test
  void failureOnOneShardIsItsOwn() {
    FanOutResult<Integer> result =
        sharded.onEveryShard(
            3,
            (shard, connection) ->
                execute(connection, shard.endsWith("2") ? "nonsense" : "create table t (id int)"));
    assertThat(result.failed()).containsOnlyKeys("fan_out_2");
    assertThat(result.done()).hasSize(SHARDS - 1);
    assertThatThrownBy(result::orThrow)
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("fan_out_2")
        .hasCauseInstanceOf(SQLException.class);
  }

  @Test
  void noMoreShardsThanAllowedAreWorkedOnAtOnce() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    sharded
        .onEveryShard(
            2,
            (shard, connection) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              two.countDown();
              two.await();
              return running.decrementAndGet();
            })
        .orThrow();
    assertThat(most).hasValue(2);
  }

  @Test
  void workAfterTheEndFailsEverywhere() {
    sharded.close();
    FanOutResult<Integer> result = sharded.onEveryShard(1, (shard, connection) -> 1);
    assertThat(result.failed()).hasSize(SHARDS);
    assertThat(result.isComplete()).isFalse();
  }

  @Test
  void interruptEndsTheWork() {
    Thread.currentThread().interrupt();
    FanOutResult<Integer> result = sharded.onEveryShard(1, (shard, connection) -> 1);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.failed()).isNotEmpty();
  }
}
