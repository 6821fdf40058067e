package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlKilledTest extends KilledSuite {

  MySqlKilledTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()), cluster.primary().jdbcUrl());
  }
}
