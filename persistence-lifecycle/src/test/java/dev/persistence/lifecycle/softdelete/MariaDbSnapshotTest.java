package dev.persistence.lifecycle.softdelete;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import java.sql.SQLException;

@WithMariaDb
class MariaDbSnapshotTest extends SnapshotSuite {

  MariaDbSnapshotTest(MariaDbCluster cluster) throws SQLException {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
