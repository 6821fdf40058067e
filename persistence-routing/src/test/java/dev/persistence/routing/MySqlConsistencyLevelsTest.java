package dev.persistence.routing;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql(replicas = 1)
class MySqlConsistencyLevelsTest extends ConsistencyLevelsSuite {

  MySqlConsistencyLevelsTest(MySqlCluster cluster) {
    super(RoutedGtid.of(cluster, RoutedCluster::patient));
  }
}
