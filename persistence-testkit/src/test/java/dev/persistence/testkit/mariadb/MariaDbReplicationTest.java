package dev.persistence.testkit.mariadb;

import dev.persistence.testkit.internal.gtid.ReplicationSuite;
import dev.persistence.testkit.junit.WithMariaDb;

@WithMariaDb(replicas = 2, isolated = true)
class MariaDbReplicationTest extends ReplicationSuite {

  MariaDbReplicationTest(MariaDbCluster cluster) {
    super(cluster);
  }
}
