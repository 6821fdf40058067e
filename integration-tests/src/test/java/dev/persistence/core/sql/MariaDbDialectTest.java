package dev.persistence.core.sql;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import java.util.List;

@WithMariaDb
class MariaDbDialectTest extends DialectSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private MariaDbCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.mySqlFamily(servers.primary().jdbcUrl());
  }

  @Override
  Dialect dialect() {
    return Dialect.mariaDb();
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
