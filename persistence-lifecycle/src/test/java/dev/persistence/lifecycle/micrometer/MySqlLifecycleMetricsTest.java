package dev.persistence.lifecycle.micrometer;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlLifecycleMetricsTest extends LifecycleMetricsSuite {

  MySqlLifecycleMetricsTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
