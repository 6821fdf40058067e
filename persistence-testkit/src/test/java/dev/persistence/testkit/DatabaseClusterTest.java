package dev.persistence.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.mariadb.MariaDbCluster;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One test for every engine, as {@link DatabaseCluster} promises. */
@Timeout(120)
class DatabaseClusterTest {

  @Test
  void postgresFailsOver() throws SQLException {
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(2).start()) {
      assertThat(cluster.standbys()).isEqualTo(cluster.replicas());
      failOver(cluster);
    }
  }

  @Test
  void mariaDbFailsOver() throws SQLException {
    try (MariaDbCluster cluster = MariaDbCluster.builder().replicas(2).start()) {
      failOver(cluster);
    }
  }

  private static <N extends DatabaseNode> void failOver(DatabaseCluster<N> cluster)
      throws SQLException {
    N old = cluster.primary();
    N next = cluster.replicas().get(0);
    execute(old, "CREATE TABLE entry (id int)");
    cluster.awaitReplicated();
    old.kill();
    cluster.promote(next);
    assertThatThrownBy(() -> cluster.promote(next)).isInstanceOf(IllegalStateException.class);
    cluster.rewire();
    execute(next, "INSERT INTO entry VALUES (1)");
    cluster.rejoin(old);
    cluster.awaitReplicated();
    assertThat(cluster.primary()).isEqualTo(next);
    assertThat(cluster.replicas()).contains(old).hasSize(2);
    for (DatabaseNode node : cluster.nodes()) {
      assertThat(rows(node)).as(node.name()).isEqualTo(1);
    }
  }

  private static void execute(DatabaseNode node, String sql) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int rows(DatabaseNode node) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM entry")) {
      row.next();
      return row.getInt(1);
    }
  }
}
