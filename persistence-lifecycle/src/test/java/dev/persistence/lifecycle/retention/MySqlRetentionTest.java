package dev.persistence.lifecycle.retention;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlRetentionTest extends RetentionSuite {

  MySqlRetentionTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
