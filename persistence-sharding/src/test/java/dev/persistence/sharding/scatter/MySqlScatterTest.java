package dev.persistence.sharding.scatter;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;
import java.sql.SQLException;

@WithMySql
class MySqlScatterTest extends ScatterSuite {

  MySqlScatterTest(MySqlCluster cluster) throws SQLException {
    super(cluster);
  }
}
