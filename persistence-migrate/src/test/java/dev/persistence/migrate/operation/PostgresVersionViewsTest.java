package dev.persistence.migrate.operation;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresVersionViewsTest extends PostgresVersionViewsSuite {

  PostgresVersionViewsTest(PostgresCluster cluster) {
    super(cluster);
  }
}
