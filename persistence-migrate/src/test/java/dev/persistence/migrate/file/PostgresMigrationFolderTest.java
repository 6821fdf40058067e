package dev.persistence.migrate.file;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresMigrationFolderTest extends MigrationFolderSuite {

  PostgresMigrationFolderTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
