package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlErasureTest extends ErasureSuite {

  MySqlErasureTest(MySqlCluster cluster) {
    super(cluster);
  }
}
