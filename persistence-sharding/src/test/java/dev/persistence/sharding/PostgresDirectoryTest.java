package dev.persistence.sharding;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresDirectoryTest extends DirectorySuite {

  PostgresDirectoryTest(PostgresCluster cluster) {
    super(cluster);
  }
}
