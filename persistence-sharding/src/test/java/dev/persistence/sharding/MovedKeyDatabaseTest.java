package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client whose map is old is stopped by the shard itself, and finds the new one. */
@WithPostgres
class MovedKeyDatabaseTest {

  /** As a mover raises it: whoever writes is told, and nothing is changed. */
  private static final String FENCE =
      """
      create function fence() returns trigger language plpgsql as
      $$ begin raise exception 'bucket has moved' using errcode = 'SH001'; end $$;
      create trigger fence before insert on item for each row execute function fence()""";

  private final PostgresCluster before;
  private final PostgresCluster after;
  private final LateMap map = new LateMap();
  private final ShardedDataSource sharded;

  MovedKeyDatabaseTest(PostgresCluster cluster) throws SQLException {
    before = cluster.database("moved_before");
    after = cluster.database("moved_after");
    for (PostgresCluster each : new PostgresCluster[] {before, after}) {
      execute(each.primary().dataSource(), "create table item (id bigint primary key)");
    }
    sharded =
        ShardedDataSource.builder("moving")
            .shard("before", before.primary().dataSource())
            .shard("after", after.primary().dataSource())
            .resolver(map)
            .build();
  }

  /** Tells the old shard until it asks for news. */
  private static final class LateMap implements ShardResolver {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String shard = "before";
    private volatile String news = "before";

    @Override
    public String shardOf(@Nullable Object key) {
      return shard;
    }

    @Override
    public void learn() {
      asked.incrementAndGet();
      shard = news;
    }

    @Override
    public KeyType<?> keyType() {
      return KeyType.INT8;
    }

    @Override
    public Set<String> shards() {
      return Set.of("before", "after");
    }
  }

  @AfterEach
  void close() {
    sharded.close();
    before.close();
    after.close();
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("insert into item values (1)");
    }
  }

  private static int rows(PostgresCluster database) throws SQLException {
    try (Connection connection = database.primary().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from item")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void workFindsTheNewShardWithoutItsCallerNoticing() throws Exception {
    execute(before.primary().dataSource(), FENCE);
    map.news = "after";
    assertThat(sharded.inShard(1L, MovedKeyDatabaseTest::insert)).isEqualTo(1);
    assertThat(rows(before)).isZero();
    assertThat(rows(after)).isEqualTo(1);
    assertThat(map.asked).hasValue(1);
  }

  @Test
  void newsThatCameMeanwhileIsUsedAsWell() throws Exception {
    execute(before.primary().dataSource(), FENCE);
    map.news = "after";
    int inserted =
        sharded.inShard(
            1L,
            connection -> {
              map.learn(); // As a watcher on another thread does.
              return insert(connection);
            });
    assertThat(inserted).isEqualTo(1);
    assertThat(rows(after)).isEqualTo(1);
  }

  @Test
  void workWhoseNewPlaceIsUnknownFailsAsMoved() throws Exception {
    execute(before.primary().dataSource(), FENCE);
    assertThatThrownBy(() -> sharded.inShard(1L, MovedKeyDatabaseTest::insert))
        .isInstanceOf(ShardMovedException.class)
        .hasMessageContaining("\"before\"");
    assertThat(rows(before)).isZero();
  }

  @Test
  void workIsTriedOnceMoreAndNotForEver() throws Exception {
    execute(before.primary().dataSource(), FENCE);
    execute(after.primary().dataSource(), FENCE);
    map.news = "after";
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(
            () ->
                sharded.inShard(
                    1L,
                    connection -> {
                      runs.incrementAndGet();
                      return insert(connection);
                    }))
        .isInstanceOf(ShardMovedException.class)
        .hasMessageContaining("\"after\"");
    assertThat(runs).hasValue(2);
  }

  @Test
  void otherFailuresAskForNoNews() {
    assertThatThrownBy(
            () ->
                sharded.inShard(1L, connection -> connection.createStatement().execute("nonsense")))
        .isInstanceOf(SQLException.class)
        .isNotInstanceOf(ShardMovedException.class);
    assertThat(map.asked).hasValue(0);
  }
}
