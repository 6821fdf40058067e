package dev.persistence.lifecycle.anonymize;

import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql
class MySqlAnonymizerTest extends AnonymizerSuite {

  MySqlAnonymizerTest(MySqlCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }
}
