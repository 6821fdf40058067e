package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.SQLException;

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
    StandbyReads.check("the wrapper", pool);
    return pool;
  }

  private static String at(PostgresNode node) {
    return node.host() + ":" + node.port();
  }
}
