package dev.persistence.migrate.micrometer;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbMigrationMetricsTest extends MigrationMetricsSuite {

  MariaDbMigrationMetricsTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
