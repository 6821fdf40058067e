package dev.persistence.routing;

import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import dev.persistence.testkit.mysql.MySqlCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/** A {@link RoutedCluster} of MariaDB or MySQL. */
final class RoutedGtid extends RoutedCluster {

  static final String MARIADB_OPTIONS =
      "&trackSessionState=true&sessionVariables=session_track_system_variables='last_gtid'";

  static final String MYSQL_OPTIONS =
      "&trackSessionState=true&sessionVariables=session_track_gtids=OWN_GTID";

  /**
   * @param urlOptions what makes the driver tell positions, or nothing
   * @param settings beside the dialect
   */
  RoutedGtid(
      DatabaseCluster<?> cluster,
      String urlOptions,
      UnaryOperator<RoutingDataSourceBuilder> settings) {
    super(cluster, urlOptions, builder -> settings.apply(builder.dialect(dialect(cluster))));
  }

  static ReplicationDialect dialect(DatabaseCluster<?> cluster) {
    return cluster instanceof MariaDbCluster
        ? ReplicationDialect.mariaDb()
        : ReplicationDialect.mysql();
  }

  static RoutedGtid of(MariaDbCluster cluster, UnaryOperator<RoutingDataSourceBuilder> settings) {
    return new RoutedGtid(cluster, MARIADB_OPTIONS, settings);
  }

  static RoutedGtid of(MySqlCluster cluster, UnaryOperator<RoutingDataSourceBuilder> settings) {
    return new RoutedGtid(cluster, MYSQL_OPTIONS, settings);
  }

  @Override
  long increment(Connection connection, int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update item set version = last_insert_id(version + 1) where id = ?",
            Statement.RETURN_GENERATED_KEYS)) {
      statement.setInt(1, id);
      statement.executeUpdate();
      try (ResultSet key = statement.getGeneratedKeys()) {
        key.next();
        return key.getLong(1);
      }
    }
  }
}
