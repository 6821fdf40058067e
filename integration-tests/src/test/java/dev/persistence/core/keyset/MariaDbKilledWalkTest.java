package dev.persistence.core.keyset;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbKilledWalkTest extends KilledWalkSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private MariaDbCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.mySqlFamily(servers.primary().jdbcUrl());
  }
}
