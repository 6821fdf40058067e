package dev.persistence.lifecycle;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlLifecycleTablesTest extends LifecycleTablesSuite {

  MySqlLifecycleTablesTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
