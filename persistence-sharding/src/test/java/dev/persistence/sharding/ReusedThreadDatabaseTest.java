package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.ShardingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A thread that works on another key never gets the former key's connection. */
@WithPostgres
class ReusedThreadDatabaseTest {

  private static final int SHARDS = 4;
  private static final int TASKS = 2_000;
  private static final int AT_ONCE = 4;

  private final List<PostgresCluster> databases = new ArrayList<>();
  private final List<HikariDataSource> pools = new ArrayList<>();
  private final ShardedDataSource sharded;
  private final ShardResolver expected;

  ReusedThreadDatabaseTest(PostgresCluster cluster) {
    ShardedDataSourceBuilder builder = ShardedDataSource.builder("tenants");
    for (int i = 0; i < SHARDS; i++) {
      String name = "reused_" + i;
      databases.add(cluster.database(name));
      pools.add(pool(databases.get(i)));
      builder.shard(name, pools.get(i));
    }
    List<String> shards = databases.stream().map(PostgresCluster::database).toList();
    expected = Resolvers.hash(KeyType.INT8).build(shards);
    sharded = builder.resolver(Resolvers.hash(KeyType.INT8)).build();
  }

  /**
   * As large as tasks run at once, since one that goes to another shard holds both for a moment.
   */
  private static HikariDataSource pool(PostgresCluster database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.primary().dataSource());
    config.setMaximumPoolSize(AT_ONCE);
    return new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    sharded.close();
    pools.forEach(HikariDataSource::close);
    databases.forEach(PostgresCluster::close);
  }

  @Test
  void threadsOfAPoolWorkOnTheKeyTheyWereGiven() throws Exception {
    SeededRandom.forAll(1, random -> work(Executors.newFixedThreadPool(AT_ONCE), random));
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before 21")
  void virtualThreadsWorkOnTheKeyTheyWereGiven() throws Exception {
    SeededRandom.forAll(1, random -> work(threadPerTask(), random));
  }

  /** Reflection, for the sources are compiled for Java 17. */
  private static ExecutorService threadPerTask() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private void work(ExecutorService threads, SeededRandom random) throws Exception {
    try {
      List<Future<?>> tasks = new ArrayList<>();
      Semaphore places = new Semaphore(AT_ONCE);
      for (int i = 0; i < TASKS; i++) {
        long key = random.between(0, 1_000);
        int way = random.between(0, 4);
        tasks.add(
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    workOn(key, way);
                  } finally {
                    places.release();
                  }
                  return null;
                }));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void workOn(long key, int way) throws Exception {
    switch (way) {
      case 0 -> sharded.inShard(key, connection -> checked(connection, key));
      case 1 -> checkBuilt(key);
      case 2 -> {
        try (Connection connection = sharded.connectionFor(key)) {
          checked(connection, key);
        }
      }
      case 3 ->
          assertThatThrownBy(() -> sharded.inShard(key, connection -> failAfter(connection, key)))
              .isInstanceOf(IllegalStateException.class);
      default ->
          assertThatThrownBy(
                  () -> sharded.inShard(key, connection -> sharded.inShard(other(key), in -> 1)))
              .isInstanceOf(CrossShardException.class);
    }
  }

  private void checkBuilt(long key) throws SQLException {
    ShardingKey first = sharded.createShardingKeyBuilder().subkey(key, JDBCType.BIGINT).build();
    long other = other(key);
    ShardingKey second = sharded.createShardingKeyBuilder().subkey(other, JDBCType.BIGINT).build();
    try (Connection connection = sharded.createConnectionBuilder().shardingKey(first).build()) {
      checked(connection, key);
      connection.setShardingKey(second);
      checked(connection, other);
    }
  }

  private int failAfter(Connection connection, long key) throws SQLException {
    throw new IllegalStateException("after " + checked(connection, key));
  }

  private long other(long key) {
    long other = key + 1;
    while (expected.shardOf(other).equals(expected.shardOf(key))) {
      other++;
    }
    return other;
  }

  private String checked(Connection connection, long key) throws SQLException {
    assertThat(connection.getCatalog()).isEqualTo(expected.shardOf(key));
    return connection.getCatalog();
  }
}
