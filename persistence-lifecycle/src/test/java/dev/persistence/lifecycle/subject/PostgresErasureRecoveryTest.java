package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresErasureRecoveryTest extends ErasureRecoverySuite {

  PostgresErasureRecoveryTest(PostgresCluster cluster) {
    super(cluster);
  }
}
