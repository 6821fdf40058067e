package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Session;
import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.history.ConsistencyChecker;
import dev.persistence.testkit.history.SessionHistory;
import dev.persistence.testkit.history.Verdict;
import dev.persistence.testkit.history.VersionOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions on many threads, with one replica paused and one late: no read is ever stale. */
abstract class SessionConsistencySuite {

  private static final int THREADS = 16;
  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);

  private final Duration delay;
  private final int pairs;
  private final DatabaseNode late;
  private final DatabaseNode paused;
  private final RoutedCluster orders;

  /**
   * @param orders with two replicas
   * @param delay of the late one
   * @param pairs of a write and a read, how many
   */
  SessionConsistencySuite(RoutedCluster orders, Duration delay, int pairs) {
    this.delay = delay;
    this.pairs = pairs * SCALE;
    this.late = orders.cluster().replicas().get(0);
    this.paused = orders.cluster().replicas().get(1);
    this.orders = orders;
  }

  @BeforeEach
  void delay() throws Exception {
    orders.createItems(THREADS);
    late.applyDelay(delay);
    paused.pauseReplay();
  }

  @AfterEach
  void close() {
    paused.resumeReplay();
    late.applyDelay(Duration.ZERO);
    orders.close();
  }

  @Test
  void noReadIsStaleWhileOneReplicaIsPausedAndOneIsLate() throws Exception {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY);
    inThreads(thread -> writeAndRead(checker.session("s" + thread), thread + 1));

    Verdict verdict = checker.check();

    assertThat(verdict.operations()).isGreaterThanOrEqualTo(2L * pairs);
    verdict.assertConsistent();
  }

  private void writeAndRead(SessionHistory history, int row) throws Exception {
    try (Session session = Session.open()) {
      for (int i = 0; i < pairs / THREADS; i++) {
        history.begin();
        history.wrote(row, orders.write(row), "p");
        history.begin();
        long version = orders.read(row);
        history.read(row, version, orders.node());
      }
    }
  }

  @Test
  void readsLaterThanTheDelayGoToTheLateReplica() throws Exception {
    LongAdder onReplica = new LongAdder();
    LongAdder stale = new LongAdder();
    int rounds = 2 * SCALE;
    inThreads(
        thread -> {
          for (int i = 0; i < rounds; i++) {
            long written = orders.write(thread + 1);
            RoutedCluster.await()
                .pollDelay(delay.plusMillis(200))
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
  void pausedReplicaServesAgainOnceItHasCaughtUp() throws Exception {
    orders.write(1);
    late.pauseReplay();
    orders.write(1);
    assertThat(orders.read(1)).isEqualTo(2);
    assertThat(orders.node()).isEqualTo("p");

    paused.resumeReplay();

    RoutedCluster.await()
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
