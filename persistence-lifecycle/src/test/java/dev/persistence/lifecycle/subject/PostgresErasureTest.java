package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresErasureTest extends ErasureSuite {

  PostgresErasureTest(PostgresCluster cluster) {
    super(cluster);
  }
}
