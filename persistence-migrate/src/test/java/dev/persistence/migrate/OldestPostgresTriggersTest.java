package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres(version = 15)
class OldestPostgresTriggersTest extends PostgresTriggersTest {

  OldestPostgresTriggersTest(PostgresCluster cluster) {
    super(cluster);
  }
}
