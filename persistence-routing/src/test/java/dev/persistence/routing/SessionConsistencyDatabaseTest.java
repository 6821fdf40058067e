package dev.persistence.routing;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.time.Duration;
import java.util.function.UnaryOperator;

@WithPostgres(standbys = 2)
class SessionConsistencyDatabaseTest extends SessionConsistencySuite {

  SessionConsistencyDatabaseTest(PostgresCluster cluster) {
    super(new RoutedPostgres(cluster, UnaryOperator.identity()), Duration.ofMillis(300), 16_000);
  }
}
