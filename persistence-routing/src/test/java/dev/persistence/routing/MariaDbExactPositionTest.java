package dev.persistence.routing;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import org.junit.jupiter.api.Test;

@WithMariaDb(replicas = 1)
class MariaDbExactPositionTest extends ExactPositionSuite {

  MariaDbExactPositionTest(MariaDbCluster cluster) {
    super(cluster, RoutedGtid.MARIADB_OPTIONS);
  }

  @Test
  void writeThatReturnsRowsHasNoPosition() throws Exception {
    assertBounded(() -> orders.execute("insert into item values (3, 0) returning version"));
  }
}
