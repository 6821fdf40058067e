package dev.persistence.lifecycle;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresLifecycleTablesTest extends LifecycleTablesSuite {

  PostgresLifecycleTablesTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
