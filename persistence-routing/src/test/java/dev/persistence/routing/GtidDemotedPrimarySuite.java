package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the servers answer to a write on the primary of a moment ago, before a sampler knows. */
abstract class GtidDemotedPrimarySuite<N extends DatabaseNode> {

  private final DatabaseCluster<N> cluster;

  /**
   * @param cluster of a primary and one replica, for this test alone
   */
  GtidDemotedPrimarySuite(DatabaseCluster<N> cluster) {
    this.cluster = cluster;
  }

  abstract RoutedCluster routed(UnaryOperator<RoutingDataSourceBuilder> settings);

  /** Does not sample by itself again while a test runs. */
  private static RoutingDataSourceBuilder sampledOnce(RoutingDataSourceBuilder builder) {
    return builder
        .sampleTimeout(Duration.ofSeconds(20))
        .samplePeriod(Duration.ofMinutes(1))
        .idleSamplePeriod(Duration.ofMinutes(1));
  }

  @Test
  void refusedWriteRunsOnceMoreOnTheNewPrimary() throws Exception {
    try (RoutedCluster autoCommitted = routed(GtidDemotedPrimarySuite::sampledOnce);
        RoutedCluster transacted = routed(GtidDemotedPrimarySuite::sampledOnce)) {
      autoCommitted.createItems(1);
      assertThat(transacted.write(1)).isEqualTo(1);
      exchangeRoles();
      autoCommitted.evictConnections(); // The old primary was restarted.
      transacted.evictConnections();

      assertThat(autoCommitted.write(1)).isEqualTo(2);
      assertThat(autoCommitted.node()).isEqualTo("r1");
      try (Connection connection = transacted.routing().getConnection()) {
        connection.setAutoCommit(false);
        assertThat(transacted.increment(connection, 1)).isEqualTo(3);
        connection.commit();
      }
      assertThat(transacted.node()).isEqualTo("r1");
      assertThat(autoCommitted.routing().nodes()).allMatch(node -> node.inFlight() == 0);
    }
  }

  /** The old primary comes back as a replica of the new one, and its sampler is not due yet. */
  private void exchangeRoles() {
    N old = cluster.primary();
    cluster.awaitReplicated();
    cluster.promote(cluster.replicas().get(0));
    cluster.rejoin(old);
    cluster.awaitReplicated();
    RoutedCluster.await().ignoreExceptions().untilAsserted(() -> assertRefusesWrites(old));
  }

  /** The refusal by which routing knows such a server. */
  private static void assertRefusesWrites(DatabaseNode node) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("update item set version = 100"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));
    }
  }
}
