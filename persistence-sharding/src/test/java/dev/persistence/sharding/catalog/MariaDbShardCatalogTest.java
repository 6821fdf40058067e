package dev.persistence.sharding.catalog;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;

@WithMariaDb
class MariaDbShardCatalogTest extends ShardCatalogSuite {

  MariaDbShardCatalogTest(MariaDbCluster cluster) {
    super(cluster);
  }
}
