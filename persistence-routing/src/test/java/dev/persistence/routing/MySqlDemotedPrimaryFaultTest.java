package dev.persistence.routing;

import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;
import java.util.function.UnaryOperator;

@WithMySql(replicas = 1, isolated = true)
class MySqlDemotedPrimaryFaultTest extends GtidDemotedPrimarySuite<DatabaseNode> {

  private final MySqlCluster cluster;

  MySqlDemotedPrimaryFaultTest(MySqlCluster cluster) {
    super(cluster);
    this.cluster = cluster;
  }

  @Override
  RoutedCluster routed(UnaryOperator<RoutingDataSourceBuilder> settings) {
    return RoutedGtid.of(cluster, settings);
  }
}
