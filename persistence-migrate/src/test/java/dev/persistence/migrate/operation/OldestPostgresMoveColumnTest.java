package dev.persistence.migrate.operation;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres(version = 15)
class OldestPostgresMoveColumnTest extends PostgresMoveColumnSuite {

  OldestPostgresMoveColumnTest(PostgresCluster cluster) {
    super(cluster);
  }
}
