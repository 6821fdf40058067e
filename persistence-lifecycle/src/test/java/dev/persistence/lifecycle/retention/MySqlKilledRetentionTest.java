package dev.persistence.lifecycle.retention;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlKilledRetentionTest extends KilledRetentionSuite {

  MySqlKilledRetentionTest(MySqlCluster cluster) {
    super(cluster.primary());
  }
}
