package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresKilledTest extends KilledSuite {

  PostgresKilledTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()), cluster.primary().jdbcUrl());
  }
}
