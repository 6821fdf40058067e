package dev.persistence.core.keyset;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
class PostgresConcurrentWalkTest extends ConcurrentWalkSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private PostgresCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.postgreSql(servers.primary().jdbcUrl());
  }

  @Override
  String uuidType() {
    return "uuid";
  }
}
