package dev.persistence.sharding;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbDirectoryTest extends DirectorySuite {

  MariaDbDirectoryTest(MariaDbCluster cluster) {
    super(cluster);
  }
}
