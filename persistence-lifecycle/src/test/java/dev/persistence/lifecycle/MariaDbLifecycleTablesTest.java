package dev.persistence.lifecycle;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbLifecycleTablesTest extends LifecycleTablesSuite {

  MariaDbLifecycleTablesTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
