package dev.persistence.lifecycle.subject;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlSubjectExportTest extends SubjectExportSuite {

  MySqlSubjectExportTest(MySqlCluster cluster) {
    super(cluster);
  }
}
