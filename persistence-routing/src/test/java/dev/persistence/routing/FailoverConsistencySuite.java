package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Session;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.history.ConsistencyChecker;
import dev.persistence.testkit.history.SessionHistory;
import dev.persistence.testkit.history.Verdict;
import dev.persistence.testkit.history.VersionOrder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Sessions write and read on while lags jump, a replica dies, the primary dies, the other replica
 * takes over and the old primary comes back. No commit is lost; then no session may see anything
 * amiss.
 */
abstract class FailoverConsistencySuite<N extends DatabaseNode> {

  private static final int THREADS = 8;

  /** Who never writes may read on every replica. */
  private static final int READERS = 2;

  private static final double WRITES = 0.4;
  private static final int ROWS = 6;
  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);

  private final LongAdder done = new LongAdder();
  private final AtomicBoolean over = new AtomicBoolean();
  private final DatabaseCluster<N> cluster;
  private final Duration delay;
  private final long least;

  /**
   * @param cluster of a primary and two replicas, for this test alone
   * @param delay of a late replica
   * @param operations how many there are at least
   */
  FailoverConsistencySuite(DatabaseCluster<N> cluster, Duration delay, long operations) {
    this.cluster = cluster;
    this.delay = delay;
    this.least = operations * SCALE;
  }

  abstract RoutedCluster routed(UnaryOperator<RoutingDataSourceBuilder> settings);

  /** Makes the cluster such that {@link #kill} loses no acknowledged commit. */
  void keepCommits() throws SQLException {}

  /** Kills the primary, while one replica runs, which then has all acknowledged commits. */
  abstract void kill(N primary) throws SQLException;

  @Test
  void sessionsStayConsistentThroughEverything() throws Exception {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY);
    try (RoutedCluster orders = routed(UnaryOperator.identity())) {
      orders.createItems(ROWS);
      keepCommits();
      List<FutureTask<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SessionHistory history = checker.session("s" + i);
        SeededRandom random = SeededRandom.of(i);
        double writes = i < READERS ? 0 : WRITES;
        FutureTask<Boolean> task = new FutureTask<>(() -> work(orders, writes, history, random));
        running.add(task);
        new Thread(task).start();
      }
      disturb();
      over.set(true);
      for (FutureTask<Boolean> task : running) {
        assertThat(task.get(10, TimeUnit.MINUTES)).isTrue();
      }
      RoutingStatistics seen = orders.routing().statistics();
      assertThat(seen.decisions(RouteReason.FRESH)).as("reads on replicas").isPositive();
    } finally {
      over.set(true);
    }
    Verdict verdict = checker.check();
    assertThat(verdict.operations()).isGreaterThanOrEqualTo(least);
    verdict.assertConsistent();
  }

  private boolean work(
      RoutedCluster orders, double writes, SessionHistory history, SeededRandom random) {
    try (Session session = Session.open()) {
      while (!over.get() || done.sum() < least) {
        int row = random.between(1, ROWS);
        if (random.chance(writes)) {
          write(orders, history, row);
        } else {
          read(orders, history, row);
        }
      }
    }
    return true;
  }

  private void write(RoutedCluster orders, SessionHistory history, int row) {
    history.begin();
    try {
      history.wrote(row, increment(orders, row), orders.node());
      done.increment();
    } catch (NoPrimaryException notSent) {
      Thread.onSpinWait();
    } catch (SQLException unknown) {
      history.wroteUnknown(row, 0, "?");
    }
  }

  /** Adds one to the row's version and returns it. */
  long increment(RoutedCluster orders, int row) throws SQLException {
    return orders.write(row);
  }

  private void read(RoutedCluster orders, SessionHistory history, int row) {
    history.begin();
    try {
      history.read(row, orders.read(row), orders.node());
      done.increment();
    } catch (SQLException failed) {
      Thread.onSpinWait(); // A read that failed has seen nothing.
    }
  }

  private void disturb() throws SQLException {
    N old = cluster.primary();
    N successor = cluster.replicas().get(0);
    N other = cluster.replicas().get(1);
    awaitShare(10);
    successor.applyDelay(delay);
    other.pauseReplay();
    awaitShare(20);
    successor.applyDelay(Duration.ZERO);
    other.resumeReplay();
    awaitShare(30);
    other.kill();
    awaitShare(40);
    kill(old);
    cluster.promote(successor);
    awaitShare(55);
    other.restart();
    cluster.rewire();
    awaitShare(70);
    old.restart();
    awaitShare(100);
  }

  private void awaitShare(int percent) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(10))
        .until(() -> done.sum() >= least * percent / 100);
  }
}
