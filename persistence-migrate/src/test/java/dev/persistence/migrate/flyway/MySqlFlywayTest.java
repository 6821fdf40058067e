package dev.persistence.migrate.flyway;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlFlywayTest extends FlywaySuite {

  MySqlFlywayTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
