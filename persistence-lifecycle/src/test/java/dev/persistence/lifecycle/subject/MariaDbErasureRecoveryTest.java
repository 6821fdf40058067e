package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbErasureRecoveryTest extends ErasureRecoverySuite {

  MariaDbErasureRecoveryTest(MariaDbCluster cluster) {
    super(cluster);
  }
}
