package dev.persistence.lifecycle.softdelete;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlGoneRowsTest extends GoneRowsSuite {

  MySqlGoneRowsTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
