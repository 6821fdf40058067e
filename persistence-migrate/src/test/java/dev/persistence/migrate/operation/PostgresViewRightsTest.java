package dev.persistence.migrate.operation;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresViewRightsTest extends PostgresViewRightsSuite {

  PostgresViewRightsTest(PostgresCluster cluster) {
    super(cluster);
  }
}
