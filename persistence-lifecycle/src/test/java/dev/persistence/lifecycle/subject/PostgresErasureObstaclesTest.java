package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresErasureObstaclesTest extends ErasureObstaclesSuite {

  PostgresErasureObstaclesTest(PostgresCluster cluster) {
    super(cluster);
  }
}
