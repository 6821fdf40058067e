package dev.persistence.migrate.liquibase;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbLiquibaseTest extends LiquibaseSuite {

  MariaDbLiquibaseTest(MariaDbCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
