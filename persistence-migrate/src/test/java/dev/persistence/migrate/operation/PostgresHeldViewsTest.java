package dev.persistence.migrate.operation;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresHeldViewsTest extends PostgresHeldViewsSuite {

  PostgresHeldViewsTest(PostgresCluster cluster) {
    super(cluster);
  }
}
