package dev.persistence.lifecycle.retention;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbKilledRetentionTest extends KilledRetentionSuite {

  MariaDbKilledRetentionTest(MariaDbCluster cluster) {
    super(cluster.primary());
  }
}
