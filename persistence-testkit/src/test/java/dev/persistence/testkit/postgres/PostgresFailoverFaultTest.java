package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresFailoverFaultTest {

  private PostgresCluster cluster;
  private PostgresNode first;
  private PostgresNode second;
  private PostgresNode third;

  @BeforeEach
  void start() throws SQLException {
    cluster = PostgresCluster.builder().standbys(2).start();
    first = cluster.nodes().get(0);
    second = cluster.nodes().get(1);
    third = cluster.nodes().get(2);
    Rows.createTable(cluster);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void killedPrimaryIsReplacedRewiredAndRejoined() throws SQLException {
    Rows.insert(first);
    cluster.awaitReplicated();
    first.kill();
    assertThat(first.isRunning()).isFalse();
    assertThatThrownBy(() -> Rows.count(first)).isInstanceOf(SQLException.class);

    cluster.promote(second);
    assertThat(cluster.primary()).isEqualTo(second);
    assertThat(cluster.standbys()).containsExactly(first, third);
    Rows.insert(second);
    assertThat(Rows.count(third)).as("still follows the dead primary").isOne();

    cluster.rewire();
    cluster.awaitReplicated();
    assertThat(Rows.count(third)).isEqualTo(2);

    cluster.rejoin(first);
    Rows.insert(second);
    cluster.awaitReplicated();
    assertThat(Rows.count(first)).isEqualTo(3);
    assertThatThrownBy(() -> Rows.insert(first)).hasMessageContaining("read-only");
  }

  @Test
  void restartedOldPrimaryIsWritableAndLeftAloneByRewire() throws SQLException {
    int port = first.port();
    first.kill();
    cluster.promote(second);
    first.restart();
    assertThat(first.port()).isEqualTo(port);
    Rows.insert(first);
    Rows.insert(second);
    cluster.rewire();
    cluster.awaitReplicated();
    assertThat(Rows.count(first)).isOne();
    assertThat(Rows.count(third)).isOne();
    Rows.insert(first);
    assertThat(Rows.count(third)).isOne();
    cluster.rejoin(first);
    assertThat(Rows.count(first)).as("its own two rows are gone").isOne();
  }

  @Test
  void nodePromotedByItselfSplitsTheBrain() throws SQLException {
    third.promote();
    Rows.insert(third);
    assertThat(cluster.primary()).isEqualTo(first);
    assertThat(Rows.count(first)).isZero();
  }

  @Test
  void stoppedStandbyCatchesUpAfterItsRestart() throws SQLException {
    second.stop();
    assertThat(second.isRunning()).isFalse();
    Rows.insert(first);
    cluster.awaitReplicated();
    second.restart();
    cluster.awaitReplicated();
    assertThat(Rows.count(second)).isOne();
  }

  @Test
  void runningServerCanBeRestarted() throws SQLException {
    Rows.insert(first);
    first.restart();
    assertThat(Rows.count(first)).isOne();
  }

  @Test
  void frozenServerAcceptsTcpButAnswersNothingUntilThawed() throws SQLException {
    try (Connection open = second.dataSource().getConnection()) {
      second.freeze();
      assertThat(second.isRunning()).isTrue();
      assertThatThrownBy(() -> DriverManager.getConnection(second.jdbcUrl() + "&loginTimeout=1"))
          .hasMessageContaining("timed out");
      Rows.insert(first);
      cluster.awaitReplicated();
      second.thaw();
      assertThat(open.isValid(10)).isTrue();
    }
    await().until(() -> Rows.count(second) == 1);
  }

  @Test
  void frozenServerCanBeStoppedAndKilled() {
    second.freeze();
    second.stop();
    assertThat(second.isRunning()).isFalse();
    third.freeze();
    third.kill();
    assertThat(third.isRunning()).isFalse();
    assertThatThrownBy(third::freeze)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("restart it first");
  }

  @Test
  void standbyRunsOnAfterRejoinOfAHealthyOne() throws SQLException {
    Rows.insert(first);
    cluster.rejoin(third);
    cluster.awaitReplicated(Duration.ofSeconds(30));
    assertThat(Rows.count(third)).isOne();
    assertThat(Rows.count(second)).isOne();
  }
}
