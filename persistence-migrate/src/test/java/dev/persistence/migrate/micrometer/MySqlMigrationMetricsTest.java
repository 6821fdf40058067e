package dev.persistence.migrate.micrometer;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlMigrationMetricsTest extends MigrationMetricsSuite {

  MySqlMigrationMetricsTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
