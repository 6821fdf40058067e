package dev.persistence.migrate.flyway;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresFlywayTest extends FlywaySuite {

  PostgresFlywayTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
