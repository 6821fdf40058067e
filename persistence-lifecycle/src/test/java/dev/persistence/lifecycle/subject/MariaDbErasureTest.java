package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbErasureTest extends ErasureSuite {

  MariaDbErasureTest(MariaDbCluster cluster) {
    super(cluster);
  }
}
