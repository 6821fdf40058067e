package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbSplitInterleavingTest extends SplitInterleavingSuite {

  MariaDbSplitInterleavingTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
