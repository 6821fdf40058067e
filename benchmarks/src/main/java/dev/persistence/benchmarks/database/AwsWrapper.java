package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * HikariCP over the JDBC wrapper of AWS with its plugin for read/write splitting, which is told the
 * hosts by the URL: a connection that is set read-only is one of its own to the standby.
 */
final class AwsWrapper {

  private AwsWrapper() {}

  static HikariDataSource pool(PostgresCluster cluster) throws SQLException {
    PostgresNode primary = cluster.primary();
    String hosts = at(primary) + "," + at(cluster.standbys().get(0));
    HikariConfig config = new HikariConfig();
    config.setPoolName("aws");
    config.setJdbcUrl(
        primary
                .jdbcUrl()
                .replace("jdbc:postgresql:", "jdbc:aws-wrapper:postgresql:")
                .replace(at(primary), hosts)
            + "&wrapperPlugins=readWriteSplitting&singleWriterConnectionString=true"
            + "&wrapperDialect=pg");
    config.setMaximumPoolSize(4);
    HikariDataSource pool = new HikariDataSource(config);
    checkSplit(pool);
    return pool;
  }

  private static String at(PostgresNode node) {
    return node.host() + ":" + node.port();
  }

  /** Of a wrapper that reads from the primary the figures would be worth nothing. */
  private static void checkSplit(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
        row.next();
        if (!row.getBoolean(1)) {
          throw new IllegalStateException("the wrapper reads from the primary");
        }
      }
    }
  }
}
