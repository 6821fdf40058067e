package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlPooledTest extends PooledSuite {

  MySqlPooledTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
