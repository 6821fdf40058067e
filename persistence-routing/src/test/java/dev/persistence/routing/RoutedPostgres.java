package dev.persistence.routing;

import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** A {@link RoutedCluster} of PostgreSQL. */
final class RoutedPostgres extends RoutedCluster {

  RoutedPostgres(PostgresCluster cluster, UnaryOperator<RoutingDataSourceBuilder> settings) {
    super(cluster, "", settings);
  }

  static RoutedPostgres patient(PostgresCluster cluster) {
    return new RoutedPostgres(cluster, RoutedCluster::patient);
  }

  @Override
  long increment(Connection connection, int id) throws SQLException {
    return write(connection, id);
  }

  static long write(Connection connection, int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update item set version = version + 1 where id = ? returning version")) {
      statement.setInt(1, id);
      return single(statement);
    }
  }
}
