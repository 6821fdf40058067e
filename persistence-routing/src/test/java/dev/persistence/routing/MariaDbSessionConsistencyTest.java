package dev.persistence.routing;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import java.time.Duration;
import java.util.function.UnaryOperator;

@WithMariaDb(replicas = 2)
class MariaDbSessionConsistencyTest extends SessionConsistencySuite {

  MariaDbSessionConsistencyTest(MariaDbCluster cluster) {
    super(RoutedGtid.of(cluster, UnaryOperator.identity()), Duration.ofSeconds(1), 4_000);
  }
}
