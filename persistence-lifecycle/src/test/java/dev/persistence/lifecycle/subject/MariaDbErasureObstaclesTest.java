package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbErasureObstaclesTest extends ErasureObstaclesSuite {

  MariaDbErasureObstaclesTest(MariaDbCluster cluster) {
    super(cluster);
  }
}
