package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresMoveCrashTest extends PostgresMoveCrashSuite {

  PostgresMoveCrashTest(PostgresCluster cluster) {
    super(cluster, 13);
  }
}
