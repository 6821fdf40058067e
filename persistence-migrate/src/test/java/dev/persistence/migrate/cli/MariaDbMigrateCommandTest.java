package dev.persistence.migrate.cli;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbMigrateCommandTest extends MigrateCommandSuite {

  MariaDbMigrateCommandTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
