package dev.persistence.routing;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;
import java.time.Duration;
import java.util.function.UnaryOperator;

@WithMySql(replicas = 2)
class MySqlSessionConsistencyTest extends SessionConsistencySuite {

  MySqlSessionConsistencyTest(MySqlCluster cluster) {
    super(RoutedGtid.of(cluster, UnaryOperator.identity()), Duration.ofSeconds(1), 4_000);
  }
}
