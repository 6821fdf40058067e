package dev.persistence.sharding.catalog;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.time.Duration;

@WithPostgres
class PostgresShardCatalogTest extends ShardCatalogSuite {

  PostgresShardCatalogTest(PostgresCluster cluster) {
    super(cluster);
  }

  /** So that only what PostgreSQL tells can be the reason. */
  @Override
  Duration period() {
    return Duration.ofHours(1);
  }
}
