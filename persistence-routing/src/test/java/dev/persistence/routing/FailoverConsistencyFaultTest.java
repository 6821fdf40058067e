package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Session;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.history.ConsistencyChecker;
import dev.persistence.testkit.history.SessionHistory;
import dev.persistence.testkit.history.Verdict;
import dev.persistence.testkit.history.VersionOrder;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
 * Sessions write and read on while lags jump, a standby dies, the primary dies, the other standby
 * takes over and the old primary comes back. Commits wait for a standby, so none is lost; then no
 * session may see anything amiss.
 */
@WithPostgres(standbys = 2, isolated = true)
class FailoverConsistencyFaultTest {

  private static final int THREADS = 8;
  private static final int ROWS = 6;
  private static final long OPERATIONS = 100_000L * Integer.getInteger("persistence.test.scale", 1);

  private final LongAdder done = new LongAdder();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void sessionsStayConsistentThroughEverything(PostgresCluster cluster) throws Exception {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY);
    try (RoutedPostgres orders = new RoutedPostgres(cluster, UnaryOperator.identity())) {
      orders.createItems(ROWS);
      waitForStandbys(cluster.primary());
      List<FutureTask<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SessionHistory history = checker.session("s" + i);
        SeededRandom random = SeededRandom.of(i);
        FutureTask<Boolean> task = new FutureTask<>(() -> work(orders, history, random));
        running.add(task);
        new Thread(task).start();
      }
      disturb(cluster);
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
    assertThat(verdict.operations()).isGreaterThanOrEqualTo(OPERATIONS);
    verdict.assertConsistent();
  }

  private static void waitForStandbys(PostgresNode primary) throws SQLException {
    try (Connection connection = primary.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set synchronous_standby_names = '*'");
      statement.execute("select pg_reload_conf()");
    }
  }

  private boolean work(RoutedPostgres orders, SessionHistory history, SeededRandom random) {
    try (Session session = Session.open()) {
      while (!over.get() || done.sum() < OPERATIONS) {
        int row = random.between(1, ROWS);
        if (random.chance(0.3)) {
          write(orders, history, row);
        } else {
          read(orders, history, row);
        }
      }
    }
    return true;
  }

  private void write(RoutedPostgres orders, SessionHistory history, int row) {
    history.begin();
    try {
      history.wrote(row, orders.write(row), orders.node());
      done.increment();
    } catch (NoPrimaryException notSent) {
      Thread.onSpinWait();
    } catch (SQLException unknown) {
      history.wroteUnknown(row, 0, "?");
    }
  }

  private void read(RoutedPostgres orders, SessionHistory history, int row) {
    history.begin();
    try {
      history.read(row, orders.read(row), orders.node());
      done.increment();
    } catch (SQLException failed) {
      Thread.onSpinWait(); // A read that failed has seen nothing.
    }
  }

  private void disturb(PostgresCluster cluster) {
    PostgresNode old = cluster.primary();
    PostgresNode successor = cluster.standbys().get(0);
    PostgresNode other = cluster.standbys().get(1);
    awaitShare(10);
    successor.applyDelay(Duration.ofMillis(200));
    other.pauseReplay();
    awaitShare(20);
    successor.applyDelay(Duration.ZERO);
    other.resumeReplay();
    awaitShare(30);
    other.kill();
    awaitShare(40);
    old.kill();
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
        .until(() -> done.sum() >= OPERATIONS * percent / 100);
  }
}
