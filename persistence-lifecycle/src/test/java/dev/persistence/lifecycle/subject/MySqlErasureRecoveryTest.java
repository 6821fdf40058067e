package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlErasureRecoveryTest extends ErasureRecoverySuite {

  MySqlErasureRecoveryTest(MySqlCluster cluster) {
    super(cluster);
  }
}
