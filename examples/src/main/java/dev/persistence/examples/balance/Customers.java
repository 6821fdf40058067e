package dev.persistence.examples.balance;

import dev.persistence.sharding.BucketMove;
import dev.persistence.sharding.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of customers on every shard. Buckets are told by PostgreSQL's own hash, so that a
 * condition finds the rows of one.
 *
 * @param shards where the tables are
 */
record Customers(ShardedDataSource shards) {

  private static final String BUCKET = "(hashint8extended(id, 0) & 4095)";

  void create() {
    shards
        .onEveryShard(
            5,
            (shard, connection) -> {
              try (Statement statement = connection.createStatement()) {
                return statement.execute("create table customer (id bigint primary key)");
              }
            })
        .orThrow();
  }

  /** Puts each customer where the resolver says. */
  void spread(int customers) throws SQLException {
    Map<String, List<Long>> byShard = new HashMap<>();
    for (long id = 1; id <= customers; id++) {
      byShard.computeIfAbsent(shards.shardOf(id), shard -> new ArrayList<>()).add(id);
    }
    for (Map.Entry<String, List<Long>> each : byShard.entrySet()) {
      try (Connection connection = shards.shard(each.getKey()).getConnection()) {
        insert(connection, each.getValue());
      }
    }
  }

  private static void insert(Connection connection, List<Long> ids) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into customer select unnest(?)")) {
      insert.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      insert.executeUpdate();
    }
  }

  /** Moves the rows of these buckets while nobody works on them. */
  void move(BucketMove move) throws SQLException {
    try (Connection from = shards.shard(move.from()).getConnection();
        Connection to = shards.shard(move.to()).getConnection();
        PreparedStatement take =
            from.prepareStatement(
                "delete from customer where " + BUCKET + " between ? and ? returning id")) {
      take.setInt(1, move.range().first());
      take.setInt(2, move.range().last());
      List<Long> ids = new ArrayList<>();
      try (ResultSet rows = take.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
      insert(to, ids);
    }
  }

  Map<String, Long> count() {
    return shards.onEveryShard(5, (shard, connection) -> count(connection)).orThrow();
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from customer")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Returns how many customers are not where the resolver says. */
  int misplaced() {
    return shards.onEveryShard(5, this::misplaced).orThrow().values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private int misplaced(String shard, Connection connection) throws SQLException {
    int misplaced = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from customer")) {
      while (rows.next()) {
        misplaced += shards.shardOf(rows.getLong(1)).equals(shard) ? 0 : 1;
      }
    }
    return misplaced;
  }
}
