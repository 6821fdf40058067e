package dev.persistence.migrate.operation;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlOperationsTest extends OperationsSuite {

  MySqlOperationsTest(MySqlCluster cluster) {
    super(cluster);
  }
}
