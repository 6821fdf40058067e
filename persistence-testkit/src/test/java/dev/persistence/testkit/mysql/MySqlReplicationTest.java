package dev.persistence.testkit.mysql;

import dev.persistence.testkit.internal.gtid.ReplicationSuite;

class MySqlReplicationTest extends ReplicationSuite<MySqlNode> {

  @Override
  protected MySqlCluster startWithTwoReplicas() {
    return MySqlCluster.builder().replicas(2).start();
  }
}
