package dev.persistence.migrate.cli;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlMigrateCommandTest extends MigrateCommandSuite {

  MySqlMigrateCommandTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
