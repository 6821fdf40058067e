package dev.persistence.lifecycle.scheduler;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlRetentionTaskTest extends RetentionTaskSuite {

  MySqlRetentionTaskTest(MySqlCluster cluster) {
    super(cluster.primary());
  }
}
