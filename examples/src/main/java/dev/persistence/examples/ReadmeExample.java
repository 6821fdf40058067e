package dev.persistence.examples;

import dev.persistence.routing.RoutingDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The example of the README. */
final class ReadmeExample {

  private ReadmeExample() {}

  static boolean writeAndRead(DataSource primaryPool, DataSource replicaPool) throws SQLException {
    try (RoutingDataSource orders =
        RoutingDataSource.builder("orders")
            .primary("p", primaryPool)
            .replica("r1", replicaPool)
            .build()) {
      insert(orders, 42); // goes to the primary
      try (Connection connection = orders.getConnection()) {
        connection.setReadOnly(true);
        return select(connection, 42); // goes to the replica once it has the row
      }
    }
  }

  private static void insert(DataSource orders, int id) throws SQLException {
    try (Connection connection = orders.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("insert into purchase (id) values (?)")) {
      statement.setInt(1, id);
      statement.executeUpdate();
    }
  }

  private static boolean select(Connection connection, int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select 1 from purchase where id = ?")) {
      statement.setInt(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }
}
