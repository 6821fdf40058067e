package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlSplitInterleavingTest extends SplitInterleavingSuite {

  MySqlSplitInterleavingTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
