package dev.persistence.testkit.mariadb;

import dev.persistence.testkit.internal.gtid.ReplicationSuite;

class MariaDbReplicationTest extends ReplicationSuite<MariaDbNode> {

  @Override
  protected MariaDbCluster startWithTwoReplicas() {
    return MariaDbCluster.builder().replicas(2).start();
  }
}
