package dev.persistence.lifecycle.softdelete;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbSoftDeletePropertyTest extends SoftDeletePropertySuite {

  MariaDbSoftDeletePropertyTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
