package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql(replicas = 1)
class MySqlThrottlesTest extends ThrottlesSuite {

  MySqlThrottlesTest(MySqlCluster cluster) {
    super(cluster);
  }
}
