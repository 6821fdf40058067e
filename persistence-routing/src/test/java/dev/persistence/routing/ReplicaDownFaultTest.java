package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithPostgres(standbys = 2, isolated = true)
class ReplicaDownFaultTest {

  /** What a listener throws must not keep a sampler from seeing that its node is back. */
  private static final RoutingListener BROKEN =
      new RoutingListener() {
        @Override
        public void nodeChanged(String node, boolean up) {
          throw new IllegalStateException("broken on purpose");
        }
      };

  @Test
  void readsMoveToTheOtherStandbyThenToThePrimaryAndBack(PostgresCluster cluster) throws Exception {
    try (RoutedPostgres orders = new RoutedPostgres(cluster, builder -> builder.listener(BROKEN))) {
      orders.createItems(1);
      orders.awaitServedBy("r1");
      orders.awaitServedBy("r2");

      cluster.standbys().get(0).kill();
      readUntilServedBy(orders, "r2");
      cluster.standbys().get(1).kill();
      readUntilServedBy(orders, "p");
      assertThat(orders.decision().rejected())
          .containsEntry("r1", Rejection.DOWN)
          .containsEntry("r2", Rejection.DOWN);

      cluster.standbys().get(0).restart();
      RoutedPostgres.await()
          .until(
              () -> {
                long written = orders.write(1);
                return orders.read(1) == written && orders.node().equals("r1");
              });
    }
  }

  /**
   * A connection that was open to the killed node may fail once; a later borrow never does. The
   * writes keep the log moving: on an idle primary its last bytes may stay unwritten for a while.
   */
  private static void readUntilServedBy(RoutedPostgres orders, String node) {
    RoutedPostgres.await()
        .until(
            () -> {
              for (int i = 0; i < 20; i++) {
                try {
                  orders.write(1);
                  orders.read(1);
                } catch (SQLException lost) {
                  assertThat(lost.getSQLState()).matches("08...|57P0.");
                  return false;
                }
                if (!orders.node().equals(node)) {
                  return false;
                }
              }
              return true;
            });
  }
}
