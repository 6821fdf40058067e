package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.Session;
import dev.persistence.routing.micrometer.RoutingMetrics;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted, logged and shown of decisions. */
@WithPostgres(standbys = 1)
class RoutingMetricsDatabaseTest {

  private final PostgresNode standby;
  private final RoutedPostgres orders;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  RoutingMetricsDatabaseTest(PostgresCluster cluster) {
    standby = cluster.standbys().get(0);
    orders = new RoutedPostgres(cluster, UnaryOperator.identity());
    new RoutingMetrics(orders.routing()).bindTo(registry);
  }

  @AfterEach
  void close() {
    standby.resumeReplay();
    orders.close();
    registry.close();
  }

  private double decisions(String role, String reason) {
    Tags tags = Tags.of("cluster", "orders", "role", role, "reason", reason);
    return registry.get("persistence.routing.decisions").tags(tags).functionCounter().count();
  }

  private double gauge(String name) {
    return registry.get(name).tags("cluster", "orders", "node", "r1").gauge().value();
  }

  @Test
  void decisionsAreCountedByReason() throws Exception {
    orders.createItems(1);
    orders.awaitServedBy("r1");
    double writes = decisions("primary", "write");
    double fresh = decisions("replica", "fresh") + decisions("replica", "caught-up");

    orders.write(1);
    orders.read(1, Consistency.eventual());
    orders.read(1, Consistency.primary());

    assertThat(decisions("primary", "write")).isEqualTo(writes + 1);
    assertThat(decisions("replica", "fresh") + decisions("replica", "caught-up"))
        .isEqualTo(fresh + 1);
    assertThat(decisions("primary", "primary-demanded")).isEqualTo(1);
  }

  @Test
  void waitsAreTimed() throws Exception {
    orders.createItems(1);
    orders.awaitServedBy("r1");
    standby.pauseReplay();
    orders.write(1);
    orders.read(1);

    assertThat(orders.node()).isEqualTo("p");
    assertThat(registry.get("persistence.routing.wait").functionTimer().count()).isPositive();
    assertThat(
            registry
                .get("persistence.routing.wait")
                .functionTimer()
                .totalTime(TimeUnit.NANOSECONDS))
        .isPositive();
  }

  @Test
  void tokensAreCountedByWhatBecameOfThem() throws Exception {
    orders.createItems(1);
    orders.awaitServedBy("r1");
    ConsistencyToken good = new ConsistencyToken("orders", 1, "0/1");
    ConsistencyToken unreadable = new ConsistencyToken("orders", 1, "nonsense");
    ConsistencyToken foreign = new ConsistencyToken("elsewhere", 1, "0/1");
    try (Session session = Session.resume(List.of(good, unreadable, foreign))) {
      orders.read(1);
    }

    assertThat(tokens("valid")).isEqualTo(1);
    assertThat(tokens("unreadable")).isEqualTo(1);
    assertThat(tokens("foreign")).as("another cluster's business").isZero();
  }

  private double tokens(String result) {
    return registry
        .get("persistence.routing.tokens")
        .tags("cluster", "orders", "result", result)
        .functionCounter()
        .count();
  }

  @Test
  void nodesAreGauged() throws Exception {
    orders.createItems(1);
    orders.awaitServedBy("r1");

    assertThat(gauge("persistence.routing.replica.up")).isEqualTo(1);
    assertThat(gauge("persistence.routing.replica.staleness")).isBetween(0.0, 10.0);
  }

  @Test
  void lastDecisionsAreKeptNewestFirst() throws Exception {
    orders.createItems(1);
    for (int i = 0; i < 300; i++) {
      orders.read(1, Consistency.primary());
    }
    orders.write(1);

    List<RouteDecision> last = orders.routing().decisions();
    assertThat(last).hasSize(256);
    assertThat(last.get(0).reason()).isEqualTo(RouteReason.WRITE);
    assertThat(last.get(1).reason()).isEqualTo(RouteReason.PRIMARY_DEMANDED);
    assertThat(orders.routing().statistics().decisions(RouteReason.PRIMARY_DEMANDED))
        .isGreaterThanOrEqualTo(300);
  }
}
