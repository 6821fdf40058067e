package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyContext;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.Session;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each level lets through, with a single replica whose replay the tests stop. */
abstract class ConsistencyLevelsSuite {

  private final DatabaseCluster<?> cluster;
  private final DatabaseNode standby;
  private final RoutedCluster orders;

  /**
   * @param orders with one replica, and patient
   */
  ConsistencyLevelsSuite(RoutedCluster orders) {
    this.cluster = orders.cluster();
    this.standby = cluster.replicas().get(0);
    this.orders = orders;
  }

  @BeforeEach
  void create() throws Exception {
    orders.createItems(3);
    orders.awaitServedBy("r1");
    orders.execute("update item set version = 0");
    cluster.awaitReplicated();
  }

  @AfterEach
  void close() {
    standby.resumeReplay();
    orders.close();
  }

  @Test
  void eventualReadIsServedByAStandbyHoweverLate() throws Exception {
    standby.pauseReplay();
    orders.write(1);

    assertThat(orders.read(1, Consistency.eventual())).isZero();
    assertThat(orders.node()).isEqualTo("r1");
  }

  @Test
  void primaryReadIsServedByThePrimary() throws Exception {
    orders.read(1, Consistency.primary());

    assertThat(orders.decision().reason()).isEqualTo(RouteReason.PRIMARY_DEMANDED);
    assertThat(orders.node()).isEqualTo("p");
  }

  @Test
  void boundedReadUsesTheStandbyUntilTheBoundIsPassed() throws Exception {
    standby.pauseReplay();
    orders.write(1);
    Consistency loose = Consistency.bounded(Duration.ofHours(1));
    Consistency tight = Consistency.bounded(Duration.ofMillis(1));

    assertThat(orders.read(1, loose)).isZero();
    assertThat(orders.node()).isEqualTo("r1");
    assertThat(orders.read(1, tight)).isEqualTo(1);
    assertThat(orders.decision().rejected()).containsEntry("r1", Rejection.TOO_STALE);
  }

  /** The open transaction leaves bytes in the log that no commit writes out. */
  @Test
  void boundedReadOfAnIdlePrimaryStaysOnTheStandby() throws Exception {
    try (Connection idle = orders.routing().getConnection()) {
      idle.setAutoCommit(false);
      orders.increment(idle, 1);
      RoutedCluster.await()
          .during(Duration.ofSeconds(5))
          .until(
              () -> {
                orders.read(2, Consistency.bounded(Duration.ofSeconds(4)));
                return orders.node().equals("r1");
              });
    }
  }

  @Test
  void readAfterAWriteWaitsForTheStandbyInsteadOfUsingThePrimary() throws Exception {
    int onStandby = 0;
    for (int i = 1; i <= 50; i++) {
      orders.write(1);
      assertThat(orders.read(1)).isEqualTo(i);
      onStandby += orders.node().equals("r1") ? 1 : 0;
    }

    assertThat(onStandby).isGreaterThan(25);
  }

  @Test
  void anotherSessionIsNotHeldUpByTheWrite() throws Exception {
    orders.write(1);
    standby.pauseReplay();
    orders.write(1);

    try (Session other = Session.open()) {
      assertThat(orders.read(1)).isLessThan(2);
      assertThat(orders.node()).isEqualTo("r1");
    }
    assertThat(orders.read(1)).isEqualTo(2);
    assertThat(orders.node()).isEqualTo("p");
  }

  @Test
  void sessionThatReadFromThePrimaryDoesNotUnreadOnTheStandby() throws Exception {
    standby.pauseReplay();
    CompletableFuture.runAsync(() -> writeInItsOwnSession(2)).get();

    try (Session reader = Session.open()) {
      assertThat(orders.read(2, Consistency.primary())).isEqualTo(1);
      assertThat(orders.read(2)).isEqualTo(1);
      assertThat(orders.decision().rejected()).containsEntry("r1", Rejection.BEHIND_READ);
    }
  }

  private void writeInItsOwnSession(int id) {
    try (Session writer = Session.open()) {
      orders.write(id);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tokenCarriesTheWriteToAnotherSession() throws Exception {
    List<ConsistencyToken> tokens;
    try (Session writer = Session.open()) {
      orders.write(3);
      tokens = writer.tokens();
    }
    assertThat(tokens).hasSize(1);
    cluster.awaitReplicated();
    standby.pauseReplay();

    assertThat(orders.read(3, Consistency.atLeast(tokens.get(0)))).isEqualTo(1);
    assertThat(orders.node()).isEqualTo("r1");

    try (Session writer = Session.open()) {
      orders.write(3);
      tokens = writer.tokens();
    }
    assertThat(orders.read(3, Consistency.atLeast(tokens.get(0)))).isEqualTo(2);
    assertThat(orders.decision().rejected()).containsEntry("r1", Rejection.BEHIND_TOKEN);
    try (Session reader = Session.resume(tokens)) {
      assertThat(orders.read(3)).isEqualTo(2);
      assertThat(orders.node()).isEqualTo("p");
    }
  }

  @Test
  void resumedSessionIsNotHeldUpByWritesThatCameAfterItsToken() throws Exception {
    List<ConsistencyToken> tokens;
    try (Session writer = Session.open()) {
      orders.write(3);
      tokens = writer.tokens();
    }
    cluster.awaitReplicated();
    orders.awaitServedBy("r1");
    standby.pauseReplay();
    orders.write(2);

    try (Session reader = Session.resume(tokens)) {
      assertThat(orders.read(3)).isEqualTo(1);
      assertThat(orders.node()).isEqualTo("r1");
      assertThat(reader.tokens()).isEqualTo(tokens);
    }
  }

  @Test
  void tokenOfAnotherClusterIsNeverTakenForSatisfied() throws Exception {
    ConsistencyToken foreign = new ConsistencyToken("elsewhere", 1, "0/1");

    orders.read(1, Consistency.atLeast(foreign));

    assertThat(orders.node()).isEqualTo("p");
  }

  @Test
  void unreadableTokenIsNeverTakenForSatisfied() throws Exception {
    ConsistencyToken unreadable = new ConsistencyToken("orders", 1, "no position");

    orders.read(1, Consistency.atLeast(unreadable));

    assertThat(orders.node()).isEqualTo("p");
  }

  @Test
  void sessionFollowsTheWorkToAnotherThread() throws Exception {
    standby.pauseReplay();
    orders.write(1);
    ConsistencyContext context = ConsistencyContext.capture();

    long seen = CompletableFuture.supplyAsync(() -> readUnder(context)).get();

    assertThat(seen).isEqualTo(1);
  }

  private long readUnder(ConsistencyContext context) {
    try (ConsistencyContext.Binding binding = context.bind()) {
      return orders.read(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
