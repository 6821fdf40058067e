package dev.persistence.lifecycle.scheduler;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbRetentionTaskTest extends RetentionTaskSuite {

  MariaDbRetentionTaskTest(MariaDbCluster cluster) {
    super(cluster.primary());
  }
}
