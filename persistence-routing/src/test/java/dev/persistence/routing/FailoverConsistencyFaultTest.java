package dev.persistence.routing;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Commits wait for a standby, so none is lost. */
@WithPostgres(standbys = 2, isolated = true)
class FailoverConsistencyFaultTest extends FailoverConsistencySuite<PostgresNode> {

  private final PostgresCluster cluster;

  FailoverConsistencyFaultTest(PostgresCluster cluster) {
    super(cluster, Duration.ofMillis(200), 100_000);
    this.cluster = cluster;
  }

  @Override
  RoutedCluster routed(UnaryOperator<RoutingDataSourceBuilder> settings) {
    return new RoutedPostgres(cluster, settings);
  }

  @Override
  void keepCommits() throws SQLException {
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set synchronous_standby_names = '*'");
      statement.execute("select pg_reload_conf()");
    }
  }

  @Override
  void kill(PostgresNode primary) {
    primary.kill();
  }
}
