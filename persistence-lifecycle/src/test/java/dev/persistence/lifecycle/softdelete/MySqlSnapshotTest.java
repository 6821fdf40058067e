package dev.persistence.lifecycle.softdelete;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;
import java.sql.SQLException;

@WithMySql
class MySqlSnapshotTest extends SnapshotSuite {

  MySqlSnapshotTest(MySqlCluster cluster) throws SQLException {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
