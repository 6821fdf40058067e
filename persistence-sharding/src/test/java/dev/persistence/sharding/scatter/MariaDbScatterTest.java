package dev.persistence.sharding.scatter;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import java.sql.SQLException;

@WithMariaDb
class MariaDbScatterTest extends ScatterSuite {

  MariaDbScatterTest(MariaDbCluster cluster) throws SQLException {
    super(cluster);
  }
}
