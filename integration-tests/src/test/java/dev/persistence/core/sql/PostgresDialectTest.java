package dev.persistence.core.sql;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.util.List;

@WithPostgres
class PostgresDialectTest extends DialectSuite {

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

  @Override
  int longestName() {
    return 63;
  }

  @Override
  List<String> refusedNames() {
    return List.of("x".repeat(64), "名".repeat(22));
  }
}
