package dev.persistence.examples.customerlife;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The shop's database, of which the server can make a copy and go back to it. */
final class Server implements AutoCloseable {

  private final DataSource server;
  private final HikariDataSource shop;

  Server(PostgresCluster cluster) throws SQLException {
    this.server = cluster.primary().dataSource();
    execute(server, List.of("CREATE DATABASE shop"));
    HikariConfig config = new HikariConfig();
    config.setDataSource(cluster.primary().dataSource("shop"));
    config.setMinimumIdle(0);
    this.shop = new HikariDataSource(config);
  }

  DataSource shop() {
    return shop;
  }

  Transactions transactions() {
    return Transactions.builder(shop).isolation(Isolation.READ_COMMITTED).build();
  }

  void execute(List<String> statements) throws SQLException {
    execute(shop, statements);
  }

  private static void execute(DataSource source, List<String> statements) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  long number(String query) throws SQLException {
    return Long.parseLong(texts(query).get(0));
  }

  List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = shop.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }

  /** Returns all rows of a table that meet the condition as one hash, whatever their order. */
  String state(String table, String condition) throws SQLException {
    return texts(
            "SELECT md5(coalesce(string_agg(t::text, ';' ORDER BY t::text), '')) FROM "
                + table
                + " t WHERE "
                + condition)
        .get(0);
  }

  /** Counts the rows of all tables, ours included, in any column of which the word occurs. */
  long rowsWith(String word) throws SQLException {
    long rows = 0;
    for (String table : texts("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
      rows += number("SELECT count(*) FROM " + table + " t WHERE t::text ILIKE '%" + word + "%'");
    }
    return rows;
  }

  /** Copies the database as it is on the disk. */
  void backUp() throws SQLException {
    letGo();
    execute(server, List.of("CREATE DATABASE shop_copy TEMPLATE shop"));
  }

  /** Loses the database, and takes the copy in its place. */
  void restore() throws SQLException {
    letGo();
    execute(server, List.of("DROP DATABASE shop", "ALTER DATABASE shop_copy RENAME TO shop"));
  }

  /** Nobody may be in a database that is copied or dropped; the server waits for who is leaving. */
  private void letGo() {
    shop.getHikariPoolMXBean().softEvictConnections();
  }

  @Override
  public void close() {
    shop.close();
  }
}
