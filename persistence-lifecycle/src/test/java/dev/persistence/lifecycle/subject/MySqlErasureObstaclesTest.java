package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlErasureObstaclesTest extends ErasureObstaclesSuite {

  MySqlErasureObstaclesTest(MySqlCluster cluster) {
    super(cluster);
  }
}
