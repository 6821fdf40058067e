package dev.persistence.lifecycle.softdelete;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresGoneRowsTest extends GoneRowsSuite {

  PostgresGoneRowsTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
