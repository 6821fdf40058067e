package dev.persistence.lifecycle.retention;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbRetentionTest extends RetentionSuite {

  MariaDbRetentionTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
