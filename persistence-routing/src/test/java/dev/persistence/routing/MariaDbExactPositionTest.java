package dev.persistence.routing;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb(replicas = 1)
class MariaDbExactPositionTest extends ExactPositionSuite {

  MariaDbExactPositionTest(MariaDbCluster cluster) {
    super(cluster, RoutedGtid.MARIADB_OPTIONS);
  }
}
