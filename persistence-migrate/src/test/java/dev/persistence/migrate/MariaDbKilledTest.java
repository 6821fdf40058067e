package dev.persistence.migrate;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbKilledTest extends KilledSuite {

  MariaDbKilledTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()), cluster.primary().jdbcUrl());
  }
}
