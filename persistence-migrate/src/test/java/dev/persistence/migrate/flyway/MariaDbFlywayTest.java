package dev.persistence.migrate.flyway;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbFlywayTest extends FlywaySuite {

  MariaDbFlywayTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
