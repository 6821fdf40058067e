package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes are drained, added and removed while the data source is in use. */
@WithPostgres(standbys = 2)
class MembershipDatabaseTest {

  private final RoutedPostgres orders;
  private final RoutingDataSource routing;
  private final HikariDataSource another;

  MembershipDatabaseTest(PostgresCluster cluster) {
    orders = new RoutedPostgres(cluster, UnaryOperator.identity());
    routing = orders.routing();
    another = new HikariDataSource();
    another.setJdbcUrl(cluster.standbys().get(0).jdbcUrl());
  }

  @BeforeEach
  void awaitBoth() throws SQLException {
    orders.createItems(1);
    orders.awaitServedBy("r1");
    orders.awaitServedBy("r2");
  }

  @AfterEach
  void close() {
    orders.close();
    another.close();
  }

  @Test
  void drainedNodeGetsNoNewReadsButKeepsItsTransaction() throws Exception {
    try (Connection connection = routing.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      RoutedPostgres.read(connection, 1);
      String node = orders.node();
      routing.drain(node);

      RoutedPostgres.read(connection, 1);
      connection.commit();
      for (int i = 0; i < 20; i++) {
        orders.read(1);
        assertThat(orders.node()).isNotEqualTo(node);
      }
      assertThat(orders.decision().rejected()).containsEntry(node, Rejection.DRAINING);
      RoutedPostgres.read(connection, 1);
      connection.commit();
      assertThat(orders.node()).isNotEqualTo(node);
      assertThat(status(node).draining()).isTrue();
      assertThat(status(node).inFlight()).isZero();

      routing.undrain(node);
      orders.awaitServedBy(node);
    }
  }

  private NodeStatus status(String node) {
    return routing.nodes().stream().filter(one -> one.name().equals(node)).findAny().orElseThrow();
  }

  @Test
  void addedReplicaServesReadsAndRemovedOneDoesNot() {
    routing.addReplica("r3", another);
    routing.drain("r1");
    routing.drain("r2");
    orders.awaitServedBy("r3");

    routing.undrain("r2");
    routing.removeReplica("r3");
    orders.awaitServedBy("r2");

    assertThat(routing.nodes()).extracting(NodeStatus::name).containsExactly("p", "r1", "r2");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .contains("persistence-routing-orders-r2")
        .doesNotContain("persistence-routing-orders-r3");
  }

  @Test
  void placesOfRemovedNodesAreUsedAgain() {
    for (int i = 0; i < 100; i++) {
      routing.addReplica("more", another);
      routing.removeReplica("more");
    }
    routing.addReplica("more", another);
    routing.drain("r1");
    routing.drain("r2");

    orders.awaitServedBy("more");
  }

  @Test
  void wrongNamesAreRejected() {
    assertThatThrownBy(() -> routing.addReplica("r1", another))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"r1\" twice");
    assertThatThrownBy(() -> routing.removeReplica("p"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the primary");
    assertThatThrownBy(() -> routing.drain("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of [p, r1, r2]");
  }
}
