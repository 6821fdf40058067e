package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresMoveInterleavingTest extends PostgresMoveInterleavingSuite {

  PostgresMoveInterleavingTest(PostgresCluster cluster) {
    super(cluster);
  }
}
