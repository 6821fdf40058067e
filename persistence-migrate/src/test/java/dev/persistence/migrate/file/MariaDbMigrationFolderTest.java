package dev.persistence.migrate.file;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbMigrationFolderTest extends MigrationFolderSuite {

  MariaDbMigrationFolderTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
