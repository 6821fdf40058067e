package dev.persistence.core.sql;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlFailureKindTest extends FailureKindSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private MySqlCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.mySqlFamily(servers.primary().jdbcUrl());
  }

  @Override
  Dialect dialect() {
    return Dialect.mySql();
  }
}
