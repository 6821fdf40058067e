package dev.persistence.cache.log;

import dev.persistence.core.sql.Dialect;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
final class MySqlOutboxLogDatabaseTest extends OutboxLogSuite {

  MySqlOutboxLogDatabaseTest(MySqlCluster cluster) {
    super(cluster.primary(), Dialect.mySql());
  }
}
