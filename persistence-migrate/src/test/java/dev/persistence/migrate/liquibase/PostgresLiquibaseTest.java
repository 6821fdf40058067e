package dev.persistence.migrate.liquibase;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresLiquibaseTest extends LiquibaseSuite {

  PostgresLiquibaseTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
