package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres(version = 15)
class OldestPostgresMoveCrashTest extends PostgresMoveCrashSuite {

  OldestPostgresMoveCrashTest(PostgresCluster cluster) {
    super(cluster, 31);
  }
}
