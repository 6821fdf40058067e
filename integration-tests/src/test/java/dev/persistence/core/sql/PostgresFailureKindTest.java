package dev.persistence.core.sql;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresFailureKindTest extends FailureKindSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private PostgresCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.postgreSql(servers.primary().jdbcUrl());
  }

  @Override
  Dialect dialect() {
    return Dialect.postgreSql();
  }
}
