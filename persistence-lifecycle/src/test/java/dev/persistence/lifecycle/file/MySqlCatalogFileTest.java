package dev.persistence.lifecycle.file;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlCatalogFileTest extends CatalogFileSuite {

  MySqlCatalogFileTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
