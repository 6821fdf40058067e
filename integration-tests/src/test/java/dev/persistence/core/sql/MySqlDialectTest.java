package dev.persistence.core.sql;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;
import java.util.List;

@WithMySql
class MySqlDialectTest extends DialectSuite {

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

  @Override
  int longestName() {
    return 64;
  }

  @Override
  List<String> refusedNames() {
    return List.of("x".repeat(65), "名".repeat(65), "a😀b", "ends with a blank ", "{fn price}");
  }
}
