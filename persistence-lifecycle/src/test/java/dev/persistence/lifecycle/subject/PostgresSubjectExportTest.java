package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresSubjectExportTest extends SubjectExportSuite {

  PostgresSubjectExportTest(PostgresCluster cluster) {
    super(cluster);
  }
}
