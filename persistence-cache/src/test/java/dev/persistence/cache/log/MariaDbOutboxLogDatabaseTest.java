package dev.persistence.cache.log;

import dev.persistence.core.sql.Dialect;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
final class MariaDbOutboxLogDatabaseTest extends OutboxLogSuite {

  MariaDbOutboxLogDatabaseTest(MariaDbCluster cluster) {
    super(cluster.primary(), Dialect.mariaDb());
  }
}
