package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresClusterDatabaseTest {

  private static PostgresCluster cluster;
  private static Duration startTook;

  @BeforeAll
  static void start() {
    long start = System.nanoTime();
    cluster = PostgresCluster.builder().standbys(2).start();
    startTook = Duration.ofNanos(System.nanoTime() - start);
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void threeNodesAreUpWithin15Seconds() {
    assertThat(startTook).isLessThan(Duration.ofSeconds(15));
    assertThat(cluster.nodes()).extracting(PostgresNode::name).containsExactly("pg1", "pg2", "pg3");
    assertThat(cluster.nodes()).allMatch(PostgresNode::isRunning);
  }

  @Test
  void pausedStandbyShowsThePastAndResumedOneCatchesUp() throws SQLException {
    try (PostgresCluster view = cluster.database("pausing")) {
      Rows.createTable(view);
      PostgresNode standby = view.standbys().get(0);
      standby.pauseReplay();
      Rows.insert(view.primary());
      assertThat(Rows.count(standby)).isZero();
      await().atMost(10, TimeUnit.SECONDS).until(() -> Rows.count(view.standbys().get(1)) == 1);
      assertThat(Rows.count(standby)).isZero();
      standby.resumeReplay();
      view.awaitReplicated();
      assertThat(Rows.count(standby)).isOne();
    }
  }
}
