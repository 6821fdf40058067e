package dev.persistence.routing;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.util.function.UnaryOperator;

@WithPostgres(standbys = 2, isolated = true)
class FailoverFaultTest extends FailoverSuite<PostgresNode> {

  private final PostgresCluster cluster;

  FailoverFaultTest(PostgresCluster cluster) {
    super(cluster);
    this.cluster = cluster;
  }

  @Override
  RoutedCluster routed(UnaryOperator<RoutingDataSourceBuilder> settings) {
    return new RoutedPostgres(cluster, settings);
  }
}
