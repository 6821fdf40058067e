package dev.persistence.routing;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;

@WithPostgres(standbys = 1)
class ConsistencyLevelsDatabaseTest extends ConsistencyLevelsSuite {

  ConsistencyLevelsDatabaseTest(PostgresCluster cluster) {
    super(RoutedPostgres.patient(cluster));
  }
}
