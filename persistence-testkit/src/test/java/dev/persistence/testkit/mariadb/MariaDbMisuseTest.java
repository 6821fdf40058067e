package dev.persistence.testkit.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.DatabaseNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verbs at the wrong node, in the wrong order, or after the end. */
@Timeout(120)
class MariaDbMisuseTest {

  private MariaDbCluster cluster;
  private DatabaseNode replica;

  @BeforeEach
  void start() {
    cluster = MariaDbCluster.builder().replicas(1).start();
    replica = cluster.replicas().get(0);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void nodeThatCannotAnswerIsNamedWithTheReason() {
    replica.freeze();
    assertUnreachable("it is frozen. Thaw it first", replica::pauseReplay);
    replica.kill();
    assertUnreachable("it does not run. Restart it first", replica::pauseReplay);
    cluster.primary().kill();
    assertUnreachable("it does not run. Restart it first", cluster::awaitReplicated);
  }

  @Test
  void closedClusterStartsNoServerAgain() {
    MariaDbCluster view = cluster.database("view");
    cluster.close();
    assertUnreachable("unless its cluster is closed", () -> cluster.rejoin(replica));
    assertUnreachable("unless its cluster is closed", () -> cluster.database("late"));
    view.close();
    assertThat(cluster.nodes()).noneMatch(DatabaseNode::isRunning);
  }

  @Test
  void pauseOutlastsAChangeOfTheDelayAndEndsByReset() throws SQLException {
    replica.pauseReplay();
    replica.applyDelay(Duration.ofSeconds(1));
    assertThat(status("Slave_SQL_Running")).isEqualTo("No");
    assertThat(status("SQL_Delay")).isEqualTo("1");
    cluster.resetReplay();
    assertThat(status("Slave_SQL_Running")).isEqualTo("Yes");
    assertThat(status("SQL_Delay")).isEqualTo("0");
  }

  @Test
  void databaseMayHaveTheNameOfAKeyword() throws SQLException {
    try (MariaDbCluster view = cluster.database("select");
        Connection connection = view.primary().dataSource().getConnection()) {
      assertThat(connection.getCatalog()).isEqualTo("select");
    }
  }

  private String status(String column) throws SQLException {
    try (Connection connection = replica.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW REPLICA STATUS")) {
      row.next();
      return row.getString(column);
    }
  }

  private static void assertUnreachable(String reason, ThrowingCallable verb) {
    assertThatThrownBy(verb)
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("cannot be asked anything")
        .hasMessageContaining(reason);
  }
}
