package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.PersistenceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verbs at the wrong node, in the wrong order, or after the end. */
@Timeout(120)
class PostgresMisuseFaultTest {

  private PostgresCluster cluster;
  private PostgresNode primary;
  private PostgresNode standby;

  @BeforeEach
  void start() {
    cluster = PostgresCluster.builder().standbys(1).start();
    primary = cluster.primary();
    standby = cluster.standbys().get(0);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void verbsOfAStandbyAreRefusedByAPrimary() {
    assertNoStandby(primary::pauseReplay);
    assertNoStandby(primary::resumeReplay);
    assertNoStandby(() -> primary.applyDelay(Duration.ofSeconds(1)));
    assertNoStandby(primary::promote);
    cluster.promote(standby);
    assertNoStandby(() -> cluster.promote(standby));
    assertThat(cluster.primary()).isEqualTo(standby);
  }

  @Test
  void delayIsInWholeMilliseconds() {
    assertThatThrownBy(() -> standby.applyDelay(Duration.ofNanos(1_500_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delay is PT0.0015S; allowed: whole milliseconds");
  }

  @Test
  void nodeThatCannotAnswerIsNamedWithTheReason() {
    standby.freeze();
    assertUnreachable("it is frozen. Thaw it first", standby::pauseReplay);
    standby.stop();
    assertUnreachable("it does not run. Restart it first", standby::pauseReplay);
    primary.kill();
    assertUnreachable("it does not run. Restart it first", cluster::awaitReplicated);
  }

  @Test
  void nodeIsLeftAloneWhenItCannotRejoin() {
    primary.kill();
    assertUnreachable("it does not run", () -> cluster.rejoin(standby));
    assertThat(standby.isRunning()).isTrue();
  }

  @Test
  void nameOfADatabaseIsMeasuredAsTheServerDoes() {
    assertThatThrownBy(() -> cluster.database("ü".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytes of the database name is 64; allowed: 1 to 63");
    assertThatThrownBy(() -> cluster.database("a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NUL");
    cluster.database("ü".repeat(31)).close();
  }

  @Test
  void databaseThatNotEveryStandbyGetsIsDroppedAgain() throws Exception {
    standby.pauseReplay();
    CompletableFuture<Object> outcome =
        CompletableFuture.supplyAsync(
            () -> cluster.database("half"), task -> new Thread(task).start());
    await().until(() -> databases() == 2);
    standby.kill();
    assertThatThrownBy(() -> outcome.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(PersistenceException.class);
    assertThat(databases()).isEqualTo(1);
  }

  @Test
  void closedClusterRefusesWhatNeedsAServer() {
    PostgresCluster view = cluster.database("view");
    cluster.close();
    assertUnreachable("unless its cluster is closed", () -> cluster.database("late"));
    assertUnreachable("unless its cluster is closed", () -> cluster.rejoin(standby));
    assertThatThrownBy(standby::restart)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it is closed");
    view.close();
    assertThat(cluster.nodes()).noneMatch(PostgresNode::isRunning);
  }

  private int databases() throws SQLException {
    String count = "SELECT count(*) FROM pg_database WHERE datname IN ('postgres', 'half')";
    return Integer.parseInt(Rows.text(primary.dataSource(), count));
  }

  private static void assertNoStandby(ThrowingCallable verb) {
    assertThatThrownBy(verb)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is no standby; allowed: a node that replays");
  }

  private static void assertUnreachable(String reason, ThrowingCallable verb) {
    assertThatThrownBy(verb)
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("cannot be asked anything")
        .hasMessageContaining(reason);
  }
}
