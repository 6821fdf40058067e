package dev.persistence.migrate.micrometer;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresMigrationMetricsTest extends MigrationMetricsSuite {

  PostgresMigrationMetricsTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
