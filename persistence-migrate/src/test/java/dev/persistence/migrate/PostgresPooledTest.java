package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresPooledTest extends PooledSuite {

  PostgresPooledTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
