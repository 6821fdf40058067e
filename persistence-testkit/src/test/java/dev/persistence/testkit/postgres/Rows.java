package dev.persistence.testkit.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The small statements of these tests. */
final class Rows {

  private Rows() {}

  static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String text(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  static int count(PostgresNode node) throws SQLException {
    return Integer.parseInt(text(node.dataSource(), "SELECT count(*) FROM note"));
  }

  static void createTable(PostgresCluster cluster) throws SQLException {
    execute(cluster.primary().dataSource(), "CREATE TABLE note (id serial PRIMARY KEY)");
    cluster.awaitReplicated();
  }

  static void insert(PostgresNode node) throws SQLException {
    execute(node.dataSource(), "INSERT INTO note DEFAULT VALUES");
  }
}
