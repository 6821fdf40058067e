package dev.persistence.routing;

import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;
import java.util.function.UnaryOperator;

@WithMySql(replicas = 2, isolated = true)
class MySqlLostWriteFaultTest extends LostWriteSuite<DatabaseNode> {

  private final MySqlCluster cluster;

  MySqlLostWriteFaultTest(MySqlCluster cluster) {
    super(cluster);
    this.cluster = cluster;
  }

  @Override
  RoutedCluster routed(UnaryOperator<RoutingDataSourceBuilder> settings) {
    return RoutedGtid.of(cluster, settings);
  }
}
