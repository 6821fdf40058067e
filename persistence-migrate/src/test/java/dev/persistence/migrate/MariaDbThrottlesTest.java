package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb(replicas = 1)
class MariaDbThrottlesTest extends ThrottlesSuite {

  MariaDbThrottlesTest(MariaDbCluster cluster) {
    super(cluster);
  }
}
