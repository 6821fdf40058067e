package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithMariaDb(replicas = 1)
class MariaDbAutoRouteTest extends GtidAutoRouteSuite {

  MariaDbAutoRouteTest(MariaDbCluster cluster) {
    super(RoutedGtid.of(cluster, GtidAutoRouteSuite::autoRouted));
  }

  @Test
  void writeThatItsTextDoesNotShowRunsOnceMoreOnThePrimary() throws SQLException {
    orders.execute("create or replace sequence numbers");
    orders.execute("create or replace view hidden as select next value for numbers as n");
    orders.cluster().awaitReplicated();
    RoutedCluster.await().until(() -> nodeOf("select 1").equals("r1"));

    assertThat(nodeOf("select n from hidden")).isEqualTo("p");
    assertThat(orders.decision().reason()).isEqualTo(RouteReason.VETOED);
    long choicesOfReplicas = choicesOfReplicas();
    assertThat(nodeOf("select n from hidden")).isEqualTo("p");
    assertThat(choicesOfReplicas()).as("remembered").isEqualTo(choicesOfReplicas);
  }

  private long choicesOfReplicas() {
    RoutingStatistics statistics = orders.routing().statistics();
    return statistics.decisions(RouteReason.FRESH) + statistics.decisions(RouteReason.CAUGHT_UP);
  }
}
