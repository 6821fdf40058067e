package dev.persistence.migrate.file;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlMigrationFolderTest extends MigrationFolderSuite {

  MySqlMigrationFolderTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
