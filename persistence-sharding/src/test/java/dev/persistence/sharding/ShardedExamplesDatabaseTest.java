package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.sharding.catalog.ShardCatalog;
import dev.persistence.sharding.catalog.ShardMapWatch;
import dev.persistence.sharding.load.HotKey;
import dev.persistence.sharding.load.LoadReport;
import dev.persistence.sharding.scatter.Aggregate;
import dev.persistence.sharding.scatter.Order;
import dev.persistence.sharding.scatter.ScatterResult;
import dev.persistence.sharding.scatter.ScatterRow;
import dev.persistence.sharding.scatter.ScatterSpec;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/sharding.md that need databases. */
@WithPostgres
class ShardedExamplesDatabaseTest {

  private final PostgresCluster firstDatabase;
  private final PostgresCluster secondDatabase;
  private final DataSource first;
  private final DataSource second;

  ShardedExamplesDatabaseTest(PostgresCluster cluster) throws SQLException {
    firstDatabase = cluster.database("examples_first");
    secondDatabase = cluster.database("examples_second");
    first = firstDatabase.primary().dataSource();
    second = secondDatabase.primary().dataSource();
    for (DataSource shard : new DataSource[] {first, second}) {
      try (Connection connection = shard.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "create table purchase (id bigint, total numeric(9, 2), status text);"
                + "insert into purchase select g, g * 1.5, 'open' from generate_series(1, 100) g");
      }
    }
  }

  @AfterEach
  void drop() {
    firstDatabase.close();
    secondDatabase.close();
  }

  private static long amountOf(Connection connection, long id) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select total from purchase where id = " + id)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void oneKeyAndManyShards() throws SQLException {
    long customer = 10;
    ShardedDataSource orders =
        ShardedDataSource.builder("orders")
            .shard("s1", first)
            .shard("s2", second)
            .resolver(Resolvers.hash(KeyType.INT8))
            .build();
    long amount = orders.inShard(customer, connection -> amountOf(connection, customer));
    assertThat(amount).isEqualTo(15);

    SqlFragment open = SqlFragment.of("select id, total from purchase where status = ?", "open");
    ScatterResult<ScatterRow> largest =
        orders.scatter(open, ScatterSpec.all().orderBy(Order.by("total").desc()).limit(20));
    ScatterResult<ScatterRow> sums =
        orders.scatter(
            open,
            ScatterSpec.all().aggregate(Aggregate.count("n"), Aggregate.avg("total", "mean")));
    assertThat(largest.rows()).hasSize(20);
    assertThat(largest.rows().get(0).value("total")).isEqualTo(new BigDecimal("150.00"));
    assertThat(sums.rows().get(0).value("n")).isEqualTo(200L);
    orders.close();
  }

  @Test
  void keyOfTheJdk() throws SQLException {
    long customer = 10;
    try (ShardedDataSource orders =
        ShardedDataSource.builder("orders")
            .shard("s1", first)
            .shard("s2", second)
            .resolver(Resolvers.hash(KeyType.INT8))
            .build()) {
      ShardingKey another = orders.createShardingKeyBuilder().subkey(11L, JDBCType.BIGINT).build();
      long total;
      ShardingKey key = orders.createShardingKeyBuilder().subkey(customer, JDBCType.BIGINT).build();
      try (Connection connection = orders.createConnectionBuilder().shardingKey(key).build()) {
        connection.setShardingKey(another); // Between transactions, with autocommit on.
        total = amountOf(connection, 11);
      }
      assertThat(total).isEqualTo(16);
    }
  }

  @Test
  void mapsInACatalog() throws SQLException {
    DataSource database = first;
    Map<String, DataSource> shards = Map.of("s1", first, "s2", second);
    ShardCatalog catalog = ShardCatalog.of("orders", database, shards);
    catalog.createTables();
    catalog.publish(ShardMap.of("s1", "s2")); // Once; each later map is made from the newest.

    ShardMap newest = Objects.requireNonNull(catalog.newest());
    HashResolver resolver = Resolvers.hash(KeyType.INT8).learningFrom(catalog).build(newest);
    ShardMapWatch watch = ShardMapWatch.start(catalog, resolver);
    assertThat(resolver.map()).isEqualTo(newest);

    Map<String, SQLException> late = catalog.publish(newest.plus("s3")); // One change at a time.
    assertThat(late).isEmpty();
    resolver.learn();
    assertThat(resolver.shards()).contains("s3");
    watch.close();
  }

  @Test
  void tenantsInADirectory() throws SQLException {
    DataSource database = first;
    DirectoryResolver tenants =
        Resolvers.directory(KeyType.TEXT, database)
            .assignment(Assignment.leastLoaded())
            .build(List.of("s1", "s2"));
    tenants.createTables();
    String shard = tenants.assign("acme"); // When the tenant is created.
    assertThat(tenants.shardOf("acme")).isEqualTo(shard);

    boolean moved = tenants.reassign("acme", "s1", "s2"); // When its rows are in s2.
    assertThat(moved).isTrue();
    assertThat(tenants.shardOf("acme")).isEqualTo("s2");
  }

  @Test
  void everyShardAndItsLoad() throws SQLException {
    List<HotKey> seen = new CopyOnWriteArrayList<>();
    try (ShardedDataSource orders =
        ShardedDataSource.builder("orders")
            .shard("s1", first)
            .shard("s2", second)
            .resolver(Resolvers.hash(KeyType.INT8))
            .hotKeys(key -> seen.add(key))
            .build()) {
      FanOutResult<Boolean> changed =
          orders.onEveryShard(
              4,
              (shard, connection) -> {
                try (Statement statement = connection.createStatement()) {
                  return statement.execute("alter table purchase add column note text");
                }
              });
      changed.orThrow(); // Or look at done() and failed(), by shard.
      assertThat(changed.done()).containsOnlyKeys("s1", "s2");

      orders.inShard(10L, connection -> amountOf(connection, 10));
      LoadReport load = orders.load();
      assertThat(load.imbalance()).isEqualTo(2);
      assertThat(load.hottest()).extracting(HotKey::key).containsExactly(10L);
      assertThat(seen).as("one request is no load").isEmpty();
    }
  }
}
