package dev.persistence.routing;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql(replicas = 1)
class MySqlExactPositionTest extends ExactPositionSuite {

  MySqlExactPositionTest(MySqlCluster cluster) {
    super(cluster, RoutedGtid.MYSQL_OPTIONS);
  }
}
