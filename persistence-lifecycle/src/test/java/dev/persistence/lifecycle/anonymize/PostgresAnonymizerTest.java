package dev.persistence.lifecycle.anonymize;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresAnonymizerTest extends AnonymizerSuite {

  PostgresAnonymizerTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
