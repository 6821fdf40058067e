package dev.persistence.sharding;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlDirectoryTest extends DirectorySuite {

  MySqlDirectoryTest(MySqlCluster cluster) {
    super(cluster);
  }
}
