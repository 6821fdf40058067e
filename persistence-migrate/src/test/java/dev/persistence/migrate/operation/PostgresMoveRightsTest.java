package dev.persistence.migrate.operation;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresMoveRightsTest extends PostgresMoveRightsSuite {

  PostgresMoveRightsTest(PostgresCluster cluster) {
    super(cluster);
  }
}
