package dev.persistence.lifecycle.scheduler;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresRetentionTaskTest extends RetentionTaskSuite {

  PostgresRetentionTaskTest(PostgresCluster cluster) {
    super(cluster.primary());
  }
}
