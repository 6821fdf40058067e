package dev.persistence.core.transaction;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresTransactionContextTest extends TransactionContextSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private PostgresCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.postgreSql(servers.primary().jdbcUrl());
  }
}
