package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SynchronousCommitDatabaseTest {

  @Test
  void withRemoteApplyAReadOnAStandbySeesEveryCommitAlsoAfterFailover() throws SQLException {
    try (PostgresCluster cluster =
        PostgresCluster.builder()
            .standbys(2)
            .synchronousCommit(SynchronousCommit.REMOTE_APPLY)
            .start()) {
      Rows.createTable(cluster);
      everyInsertIsSeen(cluster, 0);
      PostgresNode old = cluster.primary();
      old.kill();
      cluster.promote(cluster.standbys().get(1));
      cluster.rewire();
      everyInsertIsSeen(cluster, 50);
      cluster.rejoin(old);
      assertThat(Rows.text(cluster.primary().dataSource(), "SHOW synchronous_standby_names"))
          .isEqualTo("ANY 2 (*)");
    }
  }

  private static void everyInsertIsSeen(PostgresCluster cluster, int before) throws SQLException {
    for (int i = 1; i <= 50; i++) {
      Rows.insert(cluster.primary());
      for (PostgresNode standby : cluster.standbys()) {
        if (standby.isRunning()) {
          assertThat(Rows.count(standby)).isEqualTo(before + i);
        }
      }
    }
  }
}
