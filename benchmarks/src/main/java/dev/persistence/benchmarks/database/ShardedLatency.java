package dev.persistence.benchmarks.database;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.ShardedDataSourceBuilder;
import dev.persistence.sharding.scatter.Order;
import dev.persistence.sharding.scatter.ScatterRow;
import dev.persistence.sharding.scatter.ScatterSpec;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.io.PrintStream;
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

/**
 * What sharding adds to a round trip: a select by primary key on the key's shard, in auto-commit
 * mode and in a transaction, and the 20 largest rows of four databases, beside the same by hand
 * over the same pools, on PostgreSQL.
 *
 * <p>Arguments: rounds and operations in a block, by default 100 and 500.
 */
public final class ShardedLatency {

  private static final SqlFragment PURCHASES = SqlFragment.of("select id, total from purchase");

  private static final ScatterSpec LARGEST =
      ScatterSpec.all().orderBy(Order.by("total").desc(), Order.by("id")).limit(Top.LENGTH);

  private final ShardedTable table;
  private final ShardedDataSource sharded;

  private ShardedLatency(ShardedTable table) {
    this.table = table;
    ShardedDataSourceBuilder builder =
        ShardedDataSource.builder("purchases").resolver(table.resolver);
    for (int i = 0; i < table.pools.size(); i++) {
      builder.shard(table.shards().get(i), table.pools.get(i));
    }
    this.sharded = builder.build();
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    int operations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
    try (PostgresCluster server = PostgresCluster.start();
        ShardedTable table = new ShardedTable(server)) {
      new ShardedLatency(table).run(new Contest(rounds, operations), System.out);
    }
  }

  private void run(Contest contest, PrintStream out) throws SQLException {
    LatencyTable report = new LatencyTable(out);
    report.print("select by primary key", "pool", contest.run(selects()));
    report.print("the same in a transaction", "pool", contest.run(transactions()));
    try (HandWrittenTop plain = new HandWrittenTop(table.pools, false);
        HandWrittenTop transactional = new HandWrittenTop(table.pools, true)) {
      List<Contestant> tops = new ArrayList<>();
      tops.add(new Contestant("by hand", random -> Top.check(plain.largest())));
      tops.add(
          new Contestant("by hand, in transactions", random -> Top.check(transactional.largest())));
      tops.add(new Contestant("ours, scatter", random -> Top.check(largest())));
      report.print("top 20 over four databases", "by hand", contest.run(tops));
    } finally {
      sharded.close();
    }
  }

  private List<Contestant> selects() {
    List<Contestant> selects = new ArrayList<>();
    selects.add(
        new Contestant(
            "pool alone",
            random -> {
              int id = id(random);
              try (Connection connection = table.poolOf(id).getConnection()) {
                select(connection, id);
              }
            }));
    selects.add(
        new Contestant(
            "ours, connectionFor",
            random -> {
              int id = id(random);
              try (Connection connection = sharded.connectionFor(id)) {
                select(connection, id);
              }
            }));
    selects.add(
        new Contestant(
            "ours, by the JDK's sharding key",
            random -> {
              int id = id(random);
              ShardingKey key =
                  sharded.createShardingKeyBuilder().subkey(id, JDBCType.INTEGER).build();
              try (Connection connection =
                  sharded.createConnectionBuilder().shardingKey(key).build()) {
                select(connection, id);
              }
            }));
    return selects;
  }

  private List<Contestant> transactions() {
    Map<Object, Transactions> pools = new HashMap<>();
    table.pools.forEach(pool -> pools.put(pool, Transactions.of(pool)));
    List<Contestant> transactions = new ArrayList<>();
    transactions.add(
        new Contestant(
            "Transactions of the pool",
            random -> {
              int id = id(random);
              Transactions pool = Objects.requireNonNull(pools.get(table.poolOf(id)));
              pool.run(connection -> select(connection, id));
            }));
    transactions.add(
        new Contestant(
            "ours, inShard",
            random -> {
              int id = id(random);
              sharded.<Boolean, RuntimeException>inShard(
                  id,
                  connection -> {
                    select(connection, id);
                    return true;
                  });
            }));
    return transactions;
  }

  private static int id(SplittableRandom random) {
    return 1 + random.nextInt(ShardedTable.ROWS);
  }

  private static void select(Connection connection, int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select total from purchase where id = ?")) {
      statement.setLong(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException("the row is missing");
        }
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
