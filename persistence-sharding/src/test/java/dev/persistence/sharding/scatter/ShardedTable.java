package dev.persistence.sharding.scatter;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.ShardedDataSourceBuilder;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.SeededRandom;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One table over four databases, and all of its rows in a fifth. */
final class ShardedTable implements AutoCloseable {

  static final int SHARDS = 4;
  private static final List<String> TYPES =
      List.of(
          "bigint", "int", "numeric(12,3)", "double precision", "varchar(20)", "timestamp(6) null");
  static final List<String> COLUMNS = List.of("id", "n", "amount", "ratio", "name", "made");

  private final List<DatabaseCluster<?>> databases = new ArrayList<>();
  private final List<HikariDataSource> pools = new ArrayList<>();
  private final ShardedDataSource sharded;

  ShardedTable(DatabaseCluster<?> cluster, int rows) throws SQLException {
    List<String> names = IntStream.range(0, SHARDS).mapToObj(i -> "s" + i).toList();
    ShardedDataSourceBuilder builder = ShardedDataSource.builder("rows");
    boolean complete = false;
    try {
      for (String name : names) {
        builder.shard(name, pool(cluster.database("scatter_" + name)));
      }
      pool(cluster.database("scatter_whole"));
      sharded = builder.resolver(Resolvers.hash(KeyType.INT8)).build();
      for (HikariDataSource pool : pools) {
        create(pool);
      }
      fill(SeededRandom.of(7), rows);
      complete = true;
    } finally {
      if (!complete) {
        closeDatabases();
      }
    }
  }

  private HikariDataSource pool(DatabaseCluster<?> database) {
    databases.add(database);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.primary().jdbcUrl());
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    HikariDataSource pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }

  /** Begins new sessions, since those of some drivers keep the zone in which they began. */
  void forgetSessions() {
    pools.forEach(pool -> pool.getHikariPoolMXBean().softEvictConnections());
  }

  /** Returns the database that has all rows. */
  DataSource whole() {
    return pools.get(SHARDS);
  }

  ShardedDataSource sharded() {
    return sharded;
  }

  Dialect dialect() throws SQLException {
    try (Connection connection = whole().getConnection()) {
      return Dialect.detect(connection);
    }
  }

  private static void create(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      Dialect dialect = Dialect.detect(connection);
      String columns =
          IntStream.range(0, COLUMNS.size())
              .mapToObj(i -> dialect.quote(Identifier.of(COLUMNS.get(i))) + " " + TYPES.get(i))
              .collect(Collectors.joining(", "));
      String charset = dialect.equals(Dialect.postgreSql()) ? "" : " character set utf8mb4";
      statement.execute("create table item (" + columns + ")" + charset);
    }
  }

  private void fill(SeededRandom random, int rows) throws SQLException {
    List<@Nullable Object[]> all = new ArrayList<>();
    for (int id = 0; id < rows; id++) {
      all.add(
          new @Nullable Object[] {
            (long) id,
            random.chance(0.1) ? null : random.between(-5, 5),
            random.chance(0.1) ? null : BigDecimal.valueOf(random.between(-9999, 9999), 3),
            random.chance(0.1) ? null : random.between(-8, 8) / 4.0,
            random.chance(0.1) ? null : random.text(3),
            random.chance(0.1)
                ? null
                : Timestamp.from(
                    Instant.ofEpochSecond(1_000_000_000 + random.between(0, 50), 123_456_000))
          });
    }
    insert(whole(), all);
    for (String shard : sharded.shards()) {
      insert(
          sharded.shard(shard),
          all.stream().filter(row -> sharded.shardOf((long) row[0]).equals(shard)).toList());
    }
  }

  private static void insert(DataSource database, List<@Nullable Object[]> rows)
      throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into item values (?, ?, ?, ?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (@Nullable Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          insert.setObject(i + 1, row[i]);
        }
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }

  @Override
  public void close() {
    sharded.close();
    closeDatabases();
  }

  private void closeDatabases() {
    pools.forEach(HikariDataSource::close);
    databases.forEach(DatabaseCluster::close);
  }
}
