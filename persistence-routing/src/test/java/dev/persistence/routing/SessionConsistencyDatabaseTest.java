package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Session;
import dev.persistence.testkit.history.ConsistencyChecker;
import dev.persistence.testkit.history.SessionHistory;
import dev.persistence.testkit.history.Verdict;
import dev.persistence.testkit.history.VersionOrder;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions on many threads, with one standby paused and one late: no read is ever stale. */
@WithPostgres(standbys = 2)
class SessionConsistencyDatabaseTest {

  private static final int THREADS = 16;
  private static final int PAIRS = 16_000 * Integer.getInteger("persistence.test.scale", 1);
  private static final Duration DELAY = Duration.ofMillis(300);

  private final PostgresNode late;
  private final PostgresNode paused;
  private final RoutedPostgres orders;

  SessionConsistencyDatabaseTest(PostgresCluster cluster) {
    this.late = cluster.standbys().get(0);
    this.paused = cluster.standbys().get(1);
    this.orders = new RoutedPostgres(cluster, UnaryOperator.identity());
  }

  @BeforeEach
  void delay() throws Exception {
    orders.createItems(THREADS);
    late.applyDelay(DELAY);
    paused.pauseReplay();
  }

  @AfterEach
  void close() {
    paused.resumeReplay();
    late.applyDelay(Duration.ZERO);
    orders.close();
  }

  @Test
  void noReadIsStaleWhileOneStandbyIsPausedAndOneIsLate() throws Exception {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY);
    inThreads(thread -> writeAndRead(checker.session("s" + thread), thread + 1));

    Verdict verdict = checker.check();

    assertThat(verdict.operations()).isGreaterThanOrEqualTo(2L * PAIRS);
    verdict.assertConsistent();
  }

  private void writeAndRead(SessionHistory history, int row) throws Exception {
    try (Session session = Session.open()) {
      for (int i = 0; i < PAIRS / THREADS; i++) {
        history.begin();
        history.wrote(row, orders.write(row), "p");
        history.begin();
        long version = orders.read(row);
        history.read(row, version, orders.node());
      }
    }
  }

  @Test
  void readsLaterThanTheDelayGoToTheLateStandby() throws Exception {
    LongAdder onReplica = new LongAdder();
    LongAdder stale = new LongAdder();
    int rounds = 5;
    inThreads(
        thread -> {
          for (int i = 0; i < rounds; i++) {
            long written = orders.write(thread + 1);
            RoutedPostgres.await()
                .pollDelay(DELAY.plusMillis(200))
                .until(
                    () -> {
                      boolean fresh = orders.read(thread + 1) >= written;
                      stale.add(fresh ? 0 : 1);
                      return orders.node().equals("r1");
                    });
            onReplica.increment();
          }
        });

    assertThat(stale.sum()).isZero();
    assertThat(onReplica.sum()).isEqualTo((long) rounds * THREADS);
  }

  @Test
  void pausedStandbyServesAgainOnceItHasCaughtUp() throws Exception {
    orders.write(1);
    late.pauseReplay();
    orders.write(1);
    assertThat(orders.read(1)).isEqualTo(2);
    assertThat(orders.node()).isEqualTo("p");

    paused.resumeReplay();

    RoutedPostgres.await()
        .until(
            () -> {
              long written = orders.write(1);
              return orders.read(1) == written && orders.node().equals("r2");
            });
    late.resumeReplay();
  }

  private interface Work {
    void of(int thread) throws Exception;
  }

  private static void inThreads(Work work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        running.add(
            executor.submit(
                () -> {
                  work.of(thread);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get(10, TimeUnit.MINUTES);
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
