package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@WithPostgres(standbys = 1)
class LaggingReplicaDatabaseTest {

  @Test
  void replicaBeyondMaxLagServesNoReadAndReturnsWhenItCaughtUp(PostgresCluster cluster)
      throws Exception {
    PostgresNode standby = cluster.standbys().get(0);
    try (RoutedPostgres orders =
        new RoutedPostgres(cluster, builder -> builder.maxLag(Duration.ofMillis(500)))) {
      orders.createItems(1);
      orders.awaitServedBy("r1");
      standby.pauseReplay();
      RoutedPostgres.await()
          .until(
              () -> {
                orders.write(1);
                orders.read(1, Consistency.eventual());
                return orders.node().equals("p");
              });
      assertThat(orders.decision().rejected()).containsEntry("r1", Rejection.LAGGING);

      standby.resumeReplay();

      RoutedPostgres.await()
          .until(
              () -> {
                orders.read(1, Consistency.eventual());
                return orders.node().equals("r1");
              });
    }
  }

  /** Each router is new, and asked before it has heard of any node. */
  @Test
  void firstReadWaitsForTheStandbyToBeHeardOf(PostgresCluster cluster) throws Exception {
    try (RoutedPostgres orders = RoutedPostgres.patient(cluster)) {
      orders.createItems(1);
      orders.awaitServedBy("r1");
    }
    RoutedPostgres.await()
        .until(
            () -> {
              try (RoutedPostgres fresh = RoutedPostgres.patient(cluster)) {
                fresh.read(1, Consistency.eventual());
                return fresh.node().equals("r1");
              }
            });
  }
}
