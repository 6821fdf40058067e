package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.routing.RoutingDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A process that asks a standby whether it is one and says so, through pools alone or through
 * routing.
 *
 * <p>Arguments: pool or routed, and the URLs of the primary and of the replica.
 */
final class FirstQuery {

  static final String POOL = "pool";
  static final String ROUTED = "routed";

  private FirstQuery() {}

  public static void main(String[] arguments) throws SQLException {
    try (HikariDataSource primary = pool(arguments[1]);
        HikariDataSource replica = pool(arguments[2])) {
      if (arguments[0].equals(POOL)) {
        query(replica);
        return;
      }
      try (RoutingDataSource routing =
          RoutingDataSource.builder("orders")
              .primary("primary", primary)
              .replica("replica", replica)
              .build()) {
        query(routing);
      }
    }
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static void query(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
        row.next();
        System.out.println(row.getBoolean(1));
      }
    }
    System.out.flush();
  }
}
