package dev.persistence.sharding.catalog;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlShardCatalogTest extends ShardCatalogSuite {

  MySqlShardCatalogTest(MySqlCluster cluster) {
    super(cluster);
  }
}
