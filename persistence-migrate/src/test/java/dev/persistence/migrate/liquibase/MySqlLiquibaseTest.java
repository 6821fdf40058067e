package dev.persistence.migrate.liquibase;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlLiquibaseTest extends LiquibaseSuite {

  MySqlLiquibaseTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
