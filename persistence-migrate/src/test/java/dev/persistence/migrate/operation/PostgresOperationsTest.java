package dev.persistence.migrate.operation;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresOperationsTest extends OperationsSuite {

  PostgresOperationsTest(PostgresCluster cluster) {
    super(cluster);
  }
}
