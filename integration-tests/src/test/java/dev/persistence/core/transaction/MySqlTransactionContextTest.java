package dev.persistence.core.transaction;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlTransactionContextTest extends TransactionContextSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private MySqlCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.mySqlFamily(servers.primary().jdbcUrl());
  }
}
