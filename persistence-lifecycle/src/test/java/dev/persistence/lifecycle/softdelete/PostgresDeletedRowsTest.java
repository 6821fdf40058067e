package dev.persistence.lifecycle.softdelete;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresDeletedRowsTest extends DeletedRowsSuite {

  PostgresDeletedRowsTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
