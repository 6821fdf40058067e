package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresSplitInterleavingTest extends SplitInterleavingSuite {

  PostgresSplitInterleavingTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
