package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.time.ManualTimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A directory knows what its table knows, and nothing else. */
abstract class DirectorySuite {

  private static final List<String> SHARDS = List.of("s1", "s2", "s3");

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final DatabaseCluster<?> database;
  private final DirectoryResolver directory;

  DirectorySuite(DatabaseCluster<?> cluster) {
    database = cluster.database("directory");
    directory = builder(KeyType.INT8).time(time).build(SHARDS);
  }

  private DirectoryResolverBuilder builder(KeyType<?> keyType) {
    return Resolvers.directory(keyType, database.primary().dataSource());
  }

  @BeforeEach
  void createTables() throws SQLException {
    directory.createTables();
    directory.createTables();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.primary().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void keyThatIsNotThereHasNoShard() {
    assertThatThrownBy(() -> directory.shardOf(1L)).isInstanceOf(ShardKeyException.class);
    assertThatThrownBy(() -> directory.shardOf("1")).isInstanceOf(ShardKeyException.class);
  }

  @Test
  void entriesAreReadAndThenRemembered() throws SQLException {
    execute("insert into persistence_shard_directory values (7, 's2')");
    assertThat(directory.shardOf(7L)).isEqualTo("s2");
    assertThat(directory.shardOf((Object) 7)).isEqualTo("s2");
    execute("delete from persistence_shard_directory");
    assertThat(directory.shardOf(7L)).isEqualTo("s2");
  }

  @Test
  void unknownKeyIsLookedForAgainAfterAWhile() throws SQLException {
    assertThatThrownBy(() -> directory.shardOf(7L)).isInstanceOf(ShardKeyException.class);
    execute("insert into persistence_shard_directory values (7, 's2')");
    assertThatThrownBy(() -> directory.shardOf(7L)).isInstanceOf(ShardKeyException.class);
    time.advance(Duration.ofSeconds(1));
    assertThat(directory.shardOf(7L)).isEqualTo("s2");
  }

  @Test
  void newKeysGoWhereThereAreFewest() throws SQLException {
    Set<String> used = new HashSet<>();
    for (long key = 0; key < 9; key++) {
      String shard = directory.assign(key);
      used.add(shard);
      assertThat(directory.shardOf(key)).isEqualTo(shard);
      assertThat(directory.assign(key)).as("again").isEqualTo(shard);
    }
    assertThat(used).containsExactlyInAnyOrderElementsOf(SHARDS);
  }

  @Test
  void whoAssignsAtOnceGetsTheSameShard() throws Exception {
    Set<String> got = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (String shard : SHARDS) {
      DirectoryResolver other =
          builder(KeyType.INT8).assignment(Assignment.pinned(shard)).build(SHARDS);
      Thread thread =
          new Thread(
              () -> {
                try {
                  got.add(other.assign(1L));
                } catch (SQLException failure) {
                  got.add(failure.toString());
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(got).hasSize(1);
  }

  @Test
  void changeOfTheEpochIsLearnt() throws SQLException {
    directory.assign(1L);
    directory.learn();
    String before = directory.shardOf(1L);
    String after = before.equals("s1") ? "s2" : "s1";
    execute("update persistence_shard_directory set shard = '" + after + "'");
    directory.learn();
    assertThat(directory.shardOf(1L)).isEqualTo(before);
    execute("update persistence_shard_directory_epoch set epoch = epoch + 1");
    directory.learn();
    assertThat(directory.shardOf(1L)).isEqualTo(after);
  }

  @Test
  void textAndUuidsAreKeysAsWell() throws SQLException {
    DirectoryResolver tenants = builder(KeyType.TEXT).build(SHARDS);
    execute("drop table persistence_shard_directory");
    tenants.createTables();
    assertThat(tenants.assign("acme")).isEqualTo(tenants.shardOf("acme"));
  }
}
