package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres(version = 15)
class OldestPostgresMoveInterleavingTest extends PostgresMoveInterleavingSuite {

  OldestPostgresMoveInterleavingTest(PostgresCluster cluster) {
    super(cluster);
  }
}
