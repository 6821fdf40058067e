package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres(version = 15)
class OldestPostgresPartitionsTest extends PostgresPartitionsTest {

  OldestPostgresPartitionsTest(PostgresCluster cluster) {
    super(cluster);
  }
}
