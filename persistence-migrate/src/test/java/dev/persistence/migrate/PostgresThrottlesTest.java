package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres(standbys = 1)
class PostgresThrottlesTest extends ThrottlesSuite {

  PostgresThrottlesTest(PostgresCluster cluster) {
    super(cluster);
  }
}
