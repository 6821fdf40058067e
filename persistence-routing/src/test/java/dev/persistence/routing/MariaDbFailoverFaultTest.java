package dev.persistence.routing;

import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import java.util.function.UnaryOperator;

@WithMariaDb(replicas = 2, isolated = true)
class MariaDbFailoverFaultTest extends FailoverSuite<DatabaseNode> {

  private final MariaDbCluster cluster;

  MariaDbFailoverFaultTest(MariaDbCluster cluster) {
    super(cluster);
    this.cluster = cluster;
  }

  @Override
  RoutedCluster routed(UnaryOperator<RoutingDataSourceBuilder> settings) {
    return RoutedGtid.of(cluster, settings);
  }
}
