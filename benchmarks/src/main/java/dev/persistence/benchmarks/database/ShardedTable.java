package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Purchases on four databases of one PostgreSQL, where a rule says. */
final class ShardedTable implements AutoCloseable {

  static final int ROWS = 100_000;

  final List<HikariDataSource> pools = new ArrayList<>();

  private final List<PostgresCluster> databases = new ArrayList<>();
  private final int[] places = new int[ROWS + 1];

  /**
   * @param shards the names of the databases
   * @param placeOf which of them has a purchase
   */
  ShardedTable(PostgresCluster server, List<String> shards, IntUnaryOperator placeOf)
      throws SQLException {
    List<List<Long>> ids = shards.stream().<List<Long>>map(shard -> new ArrayList<>()).toList();
    for (int id = 1; id <= ROWS; id++) {
      places[id] = placeOf.applyAsInt(id);
      ids.get(places[id]).add((long) id);
    }
    for (String shard : shards) {
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
