package dev.persistence.migrate.operation;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresMoveColumnTest extends PostgresMoveColumnSuite {

  PostgresMoveColumnTest(PostgresCluster cluster) {
    super(cluster);
  }
}
