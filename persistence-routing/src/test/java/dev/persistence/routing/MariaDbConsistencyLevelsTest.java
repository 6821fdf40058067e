package dev.persistence.routing;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb(replicas = 1)
class MariaDbConsistencyLevelsTest extends ConsistencyLevelsSuite {

  MariaDbConsistencyLevelsTest(MariaDbCluster cluster) {
    super(RoutedGtid.of(cluster, RoutedCluster::patient));
  }
}
