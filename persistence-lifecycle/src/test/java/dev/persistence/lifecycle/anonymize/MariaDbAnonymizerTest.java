package dev.persistence.lifecycle.anonymize;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbAnonymizerTest extends AnonymizerSuite {

  MariaDbAnonymizerTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
