package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;

import dev.persistence.benchmarks.report.Standing;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.ShardedDataSourceBuilder;
import dev.persistence.sharding.scatter.Order;
import dev.persistence.sharding.scatter.ScatterRow;
import dev.persistence.sharding.scatter.ScatterSpec;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.ShardingKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/**
 * What sharding adds to a round trip: a select by primary key on the key's shard, in auto-commit
 * mode and in a transaction, and the 20 largest rows of four databases, beside the same by hand
 * over the same pools, on PostgreSQL.
 */
public final class ShardedLatency {

  public static final String SELECT = "Select by primary key on its shard";
  public static final String TRANSACTION = "The same in a transaction";
  public static final String TOP = "Top 20 over four databases";
  public static final String POOL = "HikariCP alone";

  private static final SqlFragment PURCHASES = SqlFragment.of("select id, total from purchase");

  private static final ScatterSpec LARGEST =
      ScatterSpec.all().orderBy(Order.by("total").desc(), Order.by("id")).limit(Top.LENGTH);

  private static final List<String> SHARDS = List.of("s0", "s1", "s2", "s3");

  /** For ShardingSphere, whose hash places the same purchases otherwise. */
  private static final List<String> MODULO_SHARDS = List.of("m0", "m1", "m2", "m3");

  private static final HashResolver RESOLVER = Resolvers.hash(KeyType.INT8).build(SHARDS);

  private final ShardedTable table;
  private final ShardedDataSource sharded;
  private final DataSource sphere;

  private ShardedLatency(ShardedTable table, DataSource sphere) {
    this.table = table;
    ShardedDataSourceBuilder builder = ShardedDataSource.builder("purchases").resolver(RESOLVER);
    for (int i = 0; i < SHARDS.size(); i++) {
      builder.shard(SHARDS.get(i), table.pools.get(i));
    }
    this.sharded = builder.build();
    this.sphere = sphere;
  }

  /** Starts the server and returns the standings. */
  public static List<Standing> hold(Contest contest) throws SQLException {
    try (PostgresCluster server = PostgresCluster.start();
        ShardedTable table =
            new ShardedTable(server, SHARDS, id -> SHARDS.indexOf(RESOLVER.shardOf(id)));
        ShardedTable modulo =
            new ShardedTable(
                server, MODULO_SHARDS, id -> ShardingSphere.placeOf(id, MODULO_SHARDS.size()));
        ShardingSphere sphere = ShardingSphere.sharding(modulo.pools)) {
      return new ShardedLatency(table, sphere.source()).run(contest);
    }
  }

  private List<Standing> run(Contest contest) throws SQLException {
    try (HandWrittenTop plain = new HandWrittenTop(table.pools, false);
        HandWrittenTop transactional = new HandWrittenTop(table.pools, true)) {
      return List.of(
          contest.run(SELECT, selects()),
          contest.run(TRANSACTION, transactions()),
          contest
              .withoutBytes()
              .run(
                  TOP,
                  List.of(
                      peer("by hand", random -> Top.checked(plain.largest())),
                      peer(
                          "by hand, in transactions",
                          random -> Top.checked(transactional.largest())),
                      ours("ours, scatter", random -> Top.checked(largest())))));
    } finally {
      sharded.close();
    }
  }

  private List<Contestant> selects() {
    List<Contestant> selects = new ArrayList<>();
    selects.add(
        peer(
            POOL,
            random -> {
              int id = id(random);
              try (Connection connection = table.poolOf(id).getConnection()) {
                return select(connection, id);
              }
            }));
    selects.add(
        ours(
            "ours, connectionFor",
            random -> {
              int id = id(random);
              try (Connection connection = sharded.connectionFor(id)) {
                return select(connection, id);
              }
            }));
    selects.add(
        ours(
            "ours, by the JDK's sharding key",
            random -> {
              int id = id(random);
              ShardingKey key =
                  sharded.createShardingKeyBuilder().subkey(id, JDBCType.INTEGER).build();
              try (Connection connection =
                  sharded.createConnectionBuilder().shardingKey(key).build()) {
                return select(connection, id);
              }
            }));
    selects.add(
        peer(
            "ShardingSphere-JDBC",
            random -> {
              try (Connection connection = sphere.getConnection()) {
                return select(connection, id(random));
              }
            }));
    return selects;
  }

  private List<Contestant> transactions() {
    Map<Object, Transactions> pools = new HashMap<>();
    table.pools.forEach(pool -> pools.put(pool, Transactions.of(pool)));
    List<Contestant> transactions = new ArrayList<>();
    transactions.add(
        peer(
            "Transactions of the pool",
            random -> {
              int id = id(random);
              Transactions pool = Objects.requireNonNull(pools.get(table.poolOf(id)));
              return pool.call(connection -> select(connection, id));
            }));
    transactions.add(
        ours(
            "ours, inShard",
            random -> {
              int id = id(random);
              return sharded.<Long, RuntimeException>inShard(
                  id, connection -> select(connection, id));
            }));
    return transactions;
  }

  private static int id(SplittableRandom random) {
    return 1 + random.nextInt(ShardedTable.ROWS);
  }

  private static long select(Connection connection, int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select total from purchase where id = ?")) {
      statement.setLong(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException("the row is missing");
        }
        return rows.getLong(1);
      }
    }
  }

  private List<Top.Purchase> largest() throws SQLException {
    return sharded.scatter(PURCHASES, LARGEST).rows().stream()
        .map(row -> new Top.Purchase(number(row, "id"), number(row, "total")))
        .toList();
  }

  private static long number(ScatterRow row, String column) {
    return (long) Objects.requireNonNull(row.value(column));
  }
}
