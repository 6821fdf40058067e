package dev.persistence.sharding.scatter;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;

@WithPostgres
class PostgresScatterTest extends ScatterSuite {

  PostgresScatterTest(PostgresCluster cluster) throws SQLException {
    super(cluster);
  }
}
