package dev.persistence.migrate.operation;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbOperationsTest extends OperationsSuite {

  MariaDbOperationsTest(MariaDbCluster cluster) {
    super(cluster);
  }
}
