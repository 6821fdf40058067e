package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.Session;
import dev.persistence.core.consistency.TokenVerdict;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A write that was acknowledged and lost in a failover: its token is never taken for satisfied. */
@WithPostgres(standbys = 2, isolated = true)
class LostWriteFaultTest {

  private final List<TokenVerdict> refused = new CopyOnWriteArrayList<>();

  @Test
  void tokenOfALostWriteIsReportedOnceAndByPolicyFails(PostgresCluster cluster) throws Exception {
    RoutingListener listener =
        new RoutingListener() {
          @Override
          public void tokenRefused(TokenVerdict verdict) {
            refused.add(verdict);
          }
        };
    try (RoutedPostgres lenient =
            new RoutedPostgres(cluster, builder -> builder.listener(listener));
        RoutedPostgres strict =
            new RoutedPostgres(
                cluster, builder -> builder.unsatisfiedToken(UnsatisfiedToken.FAIL))) {
      lenient.createItems(1);
      List<ConsistencyToken> lost = loseAWrite(cluster, lenient);
      lenient.awaitServedBy("r2");
      strict.awaitServedBy("r2");

      lenientReadTells(lenient, lost);
      strictReadFails(strict, lost);
    }
  }

  /** Writes while no standby listens, and promotes one of them; returns the write's token. */
  private static List<ConsistencyToken> loseAWrite(PostgresCluster cluster, RoutedPostgres orders)
      throws SQLException {
    PostgresNode old = cluster.primary();
    List<PostgresNode> standbys = List.copyOf(cluster.standbys());
    standbys.get(1).stop(); // First, so that it does not get ahead of the one that takes over.
    standbys.get(0).stop();
    List<ConsistencyToken> tokens;
    try (Session session = Session.open()) {
      assertThat(orders.write(1)).isEqualTo(1);
      tokens = session.tokens();
    }
    assertThat(tokens).hasSize(1).allMatch(ConsistencyToken::isPositionKnown);
    old.kill();
    standbys.forEach(PostgresNode::restart);
    cluster.promote(standbys.get(0));
    cluster.rewire();
    RoutedPostgres.await().until(() -> isWritten(orders));
    return tokens;
  }

  private static boolean isWritten(RoutedPostgres orders) {
    try {
      return orders.write(1) > 0;
    } catch (SQLException notYet) {
      return false;
    }
  }

  private void lenientReadTells(RoutedPostgres orders, List<ConsistencyToken> lost)
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
    assertThat(next.get(0).epoch()).isGreaterThan(lost.get(0).epoch());

    orders.read(1, Consistency.atLeast(lost.get(0)));
    assertThat(orders.decision().reason()).isEqualTo(RouteReason.TOKEN_UNSATISFIED);
    assertThat(orders.node()).isEqualTo("r1");
  }

  private static void strictReadFails(RoutedPostgres orders, List<ConsistencyToken> lost)
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
