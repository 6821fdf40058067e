package dev.persistence.lifecycle.micrometer;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresLifecycleMetricsTest extends LifecycleMetricsSuite {

  PostgresLifecycleMetricsTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
