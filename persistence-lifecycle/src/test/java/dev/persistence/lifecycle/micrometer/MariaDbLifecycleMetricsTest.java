package dev.persistence.lifecycle.micrometer;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbLifecycleMetricsTest extends LifecycleMetricsSuite {

  MariaDbLifecycleMetricsTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
