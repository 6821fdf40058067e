package dev.persistence.cache.log;

import dev.persistence.core.sql.Dialect;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres
final class PostgresOutboxLogDatabaseTest extends OutboxLogSuite {

  PostgresOutboxLogDatabaseTest(PostgresCluster cluster) {
    super(cluster.primary(), Dialect.postgreSql());
  }
}
