package dev.persistence.migrate.cli;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresMigrateCommandTest extends MigrateCommandSuite {

  PostgresMigrateCommandTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
