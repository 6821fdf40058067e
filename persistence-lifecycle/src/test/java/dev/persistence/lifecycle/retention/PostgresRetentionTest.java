package dev.persistence.lifecycle.retention;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresRetentionTest extends RetentionSuite {

  PostgresRetentionTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
