package dev.persistence.lifecycle.retention;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresKilledRetentionTest extends KilledRetentionSuite {

  PostgresKilledRetentionTest(PostgresCluster cluster) {
    super(cluster.primary());
  }
}
