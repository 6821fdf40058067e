package dev.persistence.testkit.mysql;

import dev.persistence.testkit.internal.gtid.ReplicationSuite;
import dev.persistence.testkit.junit.WithMySql;

@WithMySql(replicas = 2, isolated = true)
class MySqlReplicationTest extends ReplicationSuite {

  MySqlReplicationTest(MySqlCluster cluster) {
    super(cluster);
  }
}
