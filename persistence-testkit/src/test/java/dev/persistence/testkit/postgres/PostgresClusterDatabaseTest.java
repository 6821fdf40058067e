package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.PersistenceException;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresClusterDatabaseTest {

  private static PostgresCluster cluster;
  private static Duration startTook;

  private PostgresCluster view;
  private PostgresNode standby;

  @BeforeAll
  static void start() {
    PostgresCluster.start().close(); // Unpacks the binaries, once per machine.
    long start = System.nanoTime();
    cluster = PostgresCluster.builder().standbys(2).setting("application_name", "o'clock").start();
    startTook = Duration.ofNanos(System.nanoTime() - start);
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @BeforeEach
  void openView() throws SQLException {
    view = cluster.database("Über \"quoted\" name");
    standby = view.standbys().get(0);
    Rows.createTable(view);
  }

  @AfterEach
  void closeView() {
    view.resetReplay();
    view.close();
  }

  @Test
  void threeNodesAreUpWithinAMinute() {
    assertThat(startTook).isLessThan(Duration.ofMinutes(1));
    assertThat(cluster.nodes()).extracting(PostgresNode::name).containsExactly("pg1", "pg2", "pg3");
    assertThat(cluster.nodes()).allMatch(PostgresNode::isRunning);
    assertThat(cluster.primary().name()).isEqualTo("pg1");
    assertThat(cluster.standbys()).extracting(PostgresNode::name).containsExactly("pg2", "pg3");
  }

  @Test
  void settingsReachEveryServer() throws SQLException {
    for (PostgresNode node : cluster.nodes()) {
      assertThat(Rows.text(node.dataSource(), "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(
              Rows.text(
                  node.dataSource(),
                  "SELECT setting FROM pg_file_settings WHERE name = 'application_name'"))
          .isEqualTo("o'clock");
    }
  }

  @Test
  void pausedStandbyShowsThePastAndResumedOneCatchesUp() throws SQLException {
    standby.pauseReplay();
    Rows.insert(view.primary());
    await().until(() -> Rows.count(view.standbys().get(1)) == 1);
    assertThat(Rows.count(standby)).isZero();
    standby.resumeReplay();
    view.awaitReplicated();
    assertThat(Rows.count(standby)).isOne();
  }

  @Test
  void awaitReplicatedSaysWhyAStandbyIsLate() throws SQLException {
    standby.pauseReplay();
    Rows.insert(view.primary());
    assertThatThrownBy(() -> view.awaitReplicated(Duration.ofMillis(50)))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("Standby pg2 has not replayed")
        .hasMessageContaining("replay is paused");
  }

  @Test
  void applyDelayHoldsEveryCommitBackAndZeroTakesItBack() throws SQLException {
    standby.applyDelay(Duration.ofSeconds(2));
    long start = System.nanoTime();
    Rows.insert(view.primary());
    assertThat(Rows.count(standby)).isZero();
    await().until(() -> Rows.count(standby) == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1900));
    standby.applyDelay(Duration.ofHours(1));
    Rows.insert(view.primary());
    standby.applyDelay(Duration.ZERO);
    view.awaitReplicated(Duration.ofSeconds(20));
    assertThat(Rows.count(standby)).isEqualTo(2);
  }

  @Test
  void delayedStandbyCanBePausedAsWell() throws SQLException {
    standby.applyDelay(Duration.ofHours(1));
    Rows.insert(view.primary());
    standby.pauseReplay();
    standby.applyDelay(Duration.ZERO);
    assertThat(Rows.count(standby)).isZero();
    view.resetReplay();
    view.awaitReplicated();
    assertThat(Rows.count(standby)).isOne();
  }

  @Test
  void databasesOfTwoViewsAreSeparateAndOnAllNodes() throws SQLException {
    Rows.insert(view.primary());
    try (PostgresCluster other = cluster.database("other")) {
      Rows.createTable(other);
      for (PostgresNode node : other.nodes()) {
        assertThat(Rows.text(node.dataSource(), "SELECT current_database()")).isEqualTo("other");
        assertThat(Rows.count(node)).isZero();
      }
    }
    assertThat(Rows.text(cluster.primary().dataSource(), "SELECT count(*) FROM pg_database"))
        .isEqualTo("4");
  }

  @Test
  void newDatabaseIsOnALateStandbyWhenItIsHandedOut() throws SQLException {
    standby.applyDelay(Duration.ofMillis(500));
    try (PostgresCluster other = cluster.database("late")) {
      DataSource late = other.standbys().get(0).dataSource();
      assertThat(Rows.text(late, "SELECT current_database()")).isEqualTo("late");
    }
  }

  @Test
  void takenDatabaseNameIsRejected() {
    assertThatThrownBy(() -> cluster.database(view.database()))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("already exists");
  }

  @Test
  void breakingVerbsOfAViewAreRefused() {
    PostgresNode node = view.standbys().get(0);
    for (Runnable verb :
        new Runnable[] {
          node::stop,
          node::kill,
          node::freeze,
          node::thaw,
          node::promote,
          node::restart,
          () -> view.promote(node),
          () -> view.rewire(),
          () -> view.rejoin(node)
        }) {
      assertThatThrownBy(verb::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("isolated = true");
    }
    assertThat(view.nodes()).allMatch(PostgresNode::isRunning);
  }

  @Test
  void nodeOfAnotherClusterIsRejected() {
    try (PostgresCluster stranger = PostgresCluster.start()) {
      assertThatThrownBy(() -> cluster.promote(stranger.primary()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another cluster");
    }
  }

  @Test
  void primaryCannotRejoin() {
    assertThatThrownBy(() -> cluster.rejoin(cluster.primary()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pg1, the primary");
  }
}
