package dev.persistence.cache;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb(isolated = true)
class MariaDbOutboxFaultTest extends OutboxFaultSuite {

  MariaDbOutboxFaultTest(MariaDbCluster cluster) {
    super(cluster.primary());
  }
}
