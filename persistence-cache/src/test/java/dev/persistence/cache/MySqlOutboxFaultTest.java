package dev.persistence.cache;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql(isolated = true)
class MySqlOutboxFaultTest extends OutboxFaultSuite {

  MySqlOutboxFaultTest(MySqlCluster cluster) {
    super(cluster.primary());
  }
}
