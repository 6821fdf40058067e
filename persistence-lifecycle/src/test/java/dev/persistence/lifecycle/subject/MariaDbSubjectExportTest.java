package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbSubjectExportTest extends SubjectExportSuite {

  MariaDbSubjectExportTest(MariaDbCluster cluster) {
    super(cluster);
  }
}
