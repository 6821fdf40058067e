package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Purchases on four databases of one PostgreSQL, where the resolver says. */
final class ShardedTable implements AutoCloseable {

  static final int ROWS = 100_000;

  private static final List<String> SHARDS = List.of("s0", "s1", "s2", "s3");

  final HashResolver resolver = Resolvers.hash(KeyType.INT8).build(SHARDS);
  final List<HikariDataSource> pools = new ArrayList<>();

  private final List<PostgresCluster> databases = new ArrayList<>();
  private final int[] places = new int[ROWS + 1];

  ShardedTable(PostgresCluster server) throws SQLException {
    List<List<Long>> ids = SHARDS.stream().<List<Long>>map(shard -> new ArrayList<>()).toList();
    for (int id = 1; id <= ROWS; id++) {
      places[id] = SHARDS.indexOf(resolver.shardOf(id));
      ids.get(places[id]).add((long) id);
    }
    for (String shard : SHARDS) {
      PostgresCluster database = server.database(shard);
      databases.add(database);
      pools.add(pool(shard, database.primary().jdbcUrl()));
      fill(pools.get(pools.size() - 1), ids.get(pools.size() - 1));
    }
  }

  private static HikariDataSource pool(String shard, String url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(shard);
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  private static void fill(HikariDataSource pool, List<Long> ids) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into purchase select id, id * 7919 % 1000003 from unnest(?) id")) {
      statement.execute("create table purchase (id bigint primary key, total bigint not null)");
      insert.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      insert.executeUpdate();
      statement.execute("create index on purchase (total desc nulls last, id)");
      statement.execute("analyze purchase");
    }
  }

  List<String> shards() {
    return SHARDS;
  }

  /** Returns the pool of the purchase, as code would that knows it. */
  HikariDataSource poolOf(int id) {
    return pools.get(places[id]);
  }

  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
    databases.forEach(PostgresCluster::close);
  }
}
