package dev.persistence.core.sql;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbFailureKindTest extends FailureKindSuite {

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
}
