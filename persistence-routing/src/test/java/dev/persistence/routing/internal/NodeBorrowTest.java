package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.routing.Rejection;
import dev.persistence.routing.UnreachableDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class NodeBorrowTest {

  /** A pool that lends nothing until it is interrupted. */
  private static final class EmptyPool implements NodePool {
    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public Connection borrow() throws SQLException {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("interrupted", e);
      }
      throw new AssertionError("nobody counts down");
    }

    @Override
    public Connection openProbe() throws SQLException {
      throw new SQLException("no probe");
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public void purge() {}
  }

  private static Node node(NodePool pool) {
    return new Node(0, "n", pool, new Node.Settings(1, 1));
  }

  @Test
  void waiterIsTurnedAwayWithoutAnInterruptLeftBehind() throws Exception {
    Node node = node(new EmptyPool());
    FutureTask<Boolean> waiter =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(() -> node.borrow(5))
                  .isInstanceOf(SQLTransientConnectionException.class)
                  .hasMessageContaining("No connection to node \"n\"");
              return Thread.currentThread().isInterrupted();
            });
    new Thread(waiter).start();
    Awaitility.await().until(() -> node.inFlight() == 1);

    node.turnAway(4);
    assertThat(node.inFlight()).isEqualTo(1);
    Awaitility.await()
        .until(
            () -> {
              node.turnAway(5);
              return waiter.isDone();
            });

    assertThat(waiter.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(node.inFlight()).isZero();
  }

  @Test
  void interruptOfTheApplicationStays() throws Exception {
    Node node = node(new EmptyPool());
    FutureTask<Boolean> waiter =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(() -> node.borrow(5)).hasMessage("interrupted");
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = new Thread(waiter);
    thread.start();
    Awaitility.await().until(() -> node.inFlight() == 1);

    thread.interrupt();

    assertThat(waiter.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void threeFailedBorrowsKeepReadsAwayForAWhile() {
    Node node = node(NodePool.of(new UnreachableDataSource(), null));
    for (int i = 0; i < 3; i++) {
      assertThat(node.refusal(100)).isNull();
      node.notLent(100);
    }

    assertThat(node.refusal(100)).isEqualTo(Rejection.NO_CONNECTION);
    assertThat(node.refusal(100 + 1_000_000_000)).isNull();
  }
}
