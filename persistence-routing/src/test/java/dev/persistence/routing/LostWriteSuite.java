package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.Session;
import dev.persistence.core.consistency.TokenVerdict;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A write that was acknowledged and lost in a failover: its token is never taken for satisfied. */
abstract class LostWriteSuite<N extends DatabaseNode> {

  private final List<TokenVerdict> refused = new CopyOnWriteArrayList<>();
  private final DatabaseCluster<N> cluster;

  /**
   * @param cluster of a primary and two replicas, for this test alone
   */
  LostWriteSuite(DatabaseCluster<N> cluster) {
    this.cluster = cluster;
  }

  abstract RoutedCluster routed(UnaryOperator<RoutingDataSourceBuilder> settings);

  @Test
  void tokenOfALostWriteIsReportedOnceAndByPolicyFails() throws Exception {
    N old = cluster.primary();
    RoutingListener listener =
        new RoutingListener() {
          @Override
          public void tokenRefused(TokenVerdict verdict) {
            refused.add(verdict);
          }
        };
    try (RoutedCluster lenient = routed(builder -> builder.listener(listener));
        RoutedCluster strict = routed(builder -> builder.unsatisfiedToken(UnsatisfiedToken.FAIL))) {
      lenient.createItems(1);
      List<ConsistencyToken> lost = loseAWrite(lenient);
      lenient.awaitServedBy("r2");
      strict.awaitServedBy("r2");

      lenientReadTells(lenient, lost);
      strictReadFails(strict, lost);
      oldPrimaryIsFenced(lenient, old);
      lenientReadTells(lenient, lost);
    }
  }

  /** Writes while no replica listens, and promotes one of them; returns the write's token. */
  private List<ConsistencyToken> loseAWrite(RoutedCluster orders) throws SQLException {
    N old = cluster.primary();
    List<N> replicas = List.copyOf(cluster.replicas());
    replicas.get(1).stop(); // First, so that it does not get ahead of the one that takes over.
    replicas.get(0).stop();
    List<ConsistencyToken> tokens;
    try (Session session = Session.open()) {
      assertThat(orders.write(1)).isEqualTo(1);
      tokens = session.tokens();
    }
    assertThat(tokens).hasSize(1).allMatch(ConsistencyToken::isPositionKnown);
    old.kill();
    replicas.forEach(DatabaseNode::restart);
    cluster.promote(replicas.get(0));
    cluster.rewire();
    RoutedCluster.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> orders.write(1) > 0);
    return tokens;
  }

  private void lenientReadTells(RoutedCluster orders, List<ConsistencyToken> lost)
      throws SQLException {
    List<ConsistencyToken> next;
    try (Session session = Session.resume(lost)) {
      orders.read(1);
      assertThat(orders.decision().reason()).isEqualTo(RouteReason.TOKEN_UNSATISFIED);
      assertThat(orders.decision().rejected()).containsEntry("r2", Rejection.BEHIND_WRITE);
      assertThat(orders.node()).isEqualTo("r1");
      next = session.tokens();
    }
    assertThat(refused).containsExactly(TokenVerdict.OLD_EPOCH);
    assertThat(next.get(0).epoch()).isEqualTo(epoch(orders)).isNotEqualTo(lost.get(0).epoch());
    refused.clear();

    orders.read(1, Consistency.atLeast(lost.get(0)));
    assertThat(orders.decision().reason()).isEqualTo(RouteReason.TOKEN_UNSATISFIED);
    assertThat(orders.node()).isEqualTo("r1");
    assertThat(refused).containsExactly(TokenVerdict.OLD_EPOCH);
    refused.clear();
  }

  private long epoch(RoutedCluster orders) throws SQLException {
    try (Connection connection = cluster.primary().dataSource().getConnection()) {
      return orders.routing().config().dialect().probe(connection).sample().epoch();
    }
  }

  /** The old primary is back, with the lost write, and takes writes; nobody gives it any. */
  private void oldPrimaryIsFenced(RoutedCluster orders, N old) throws SQLException {
    old.restart();
    RoutedCluster.await()
        .until(
            () -> {
              orders.write(1);
              orders.read(1);
              return orders.decision().rejected().get("p") == Rejection.FENCED;
            });
    for (int i = 0; i < 20; i++) {
      long written = orders.write(1);
      assertThat(orders.read(1)).isEqualTo(written);
      assertThat(orders.node()).isNotEqualTo("p");
    }
    try (Connection connection = old.dataSource().getConnection()) {
      assertThat(RoutedCluster.read(connection, 1)).as("the lost write").isEqualTo(1);
      orders.increment(connection, 1);
      assertThat(RoutedCluster.read(connection, 1)).as("it takes writes").isEqualTo(2);
    }
  }

  private static void strictReadFails(RoutedCluster orders, List<ConsistencyToken> lost)
      throws SQLException {
    try (Session session = Session.resume(lost)) {
      assertThatThrownBy(() -> orders.read(1))
          .isInstanceOf(TokenUnsatisfiedException.class)
          .hasMessageContaining("may be lost");
      assertThat(orders.read(1, Consistency.primary())).isPositive();
      orders.write(1);
      orders.read(1);
    }
    assertThatThrownBy(() -> orders.read(1, Consistency.atLeast(lost.get(0))))
        .isInstanceOf(TokenUnsatisfiedException.class);
  }
}
