package dev.persistence.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.junit.WithMySql;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@WithMySql
class MySqlClusterTest {

  @Test
  void sharedClusterGivesTheClassItsOwnDatabase(MySqlCluster cluster) throws Exception {
    assertThat(cluster.database()).endsWith("_mysqlclustertest");
    try (var connection = cluster.primary().dataSource().getConnection()) {
      assertThat(connection.getCatalog()).isEqualTo(cluster.database());
    }
  }

  @Test
  void sharedServerCannotBeKilled(MySqlCluster cluster) {
    assertThatThrownBy(() -> cluster.primary().kill()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void singleServerHasNoReplica(MySqlCluster cluster) {
    assertThat(cluster.replicas()).isEmpty();
    assertThat(cluster.nodes()).containsExactly(cluster.primary());
    assertThat(cluster.toString()).contains("127.0.0.1:" + cluster.primary().port());
  }

  @Test
  void replicasOutOfRangeAreRejected() {
    assertThatThrownBy(() -> MySqlCluster.builder().replicas(9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("replicas is 9; allowed: 0 to 8");
  }

  @Test
  void startTakesSecondsAndCloseLeavesNothing() {
    long start = System.nanoTime();
    MySqlCluster cluster = MySqlCluster.start();

    cluster.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    assertThat(cluster.primary().isRunning()).isFalse();
    cluster.close();
  }
}
