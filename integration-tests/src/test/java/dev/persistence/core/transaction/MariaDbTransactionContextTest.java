package dev.persistence.core.transaction;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbTransactionContextTest extends TransactionContextSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private MariaDbCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.mySqlFamily(servers.primary().jdbcUrl());
  }
}
