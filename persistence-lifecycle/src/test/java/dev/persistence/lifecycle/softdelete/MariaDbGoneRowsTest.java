package dev.persistence.lifecycle.softdelete;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbGoneRowsTest extends GoneRowsSuite {

  MariaDbGoneRowsTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
