package dev.persistence.sharding.internal.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cancellation hits the query it is meant for, and never who has the connection next. */
class RunningQueryTest {

  private final AtomicInteger cancels = new AtomicInteger();
  private final AtomicInteger aborts = new AtomicInteger();
  private final AtomicInteger probes = new AtomicInteger();
  private boolean usable = true;
  private final CountDownLatch cancelMayEnd = new CountDownLatch(1);
  private final RunningQuery query = new RunningQuery();

  private final Connection connection =
      fake(
          Connection.class,
          call -> {
            if (call.equals("isValid")) {
              probes.incrementAndGet();
              return usable;
            }
            aborts.incrementAndGet();
            return null;
          });
  private final Statement statement =
      fake(
          Statement.class,
          call -> {
            cancels.incrementAndGet();
            cancelMayEnd.await();
            return null;
          });

  @FunctionalInterface
  private interface Act {
    @Nullable Object on(String call) throws InterruptedException;
  }

  /** A connection is asked whether it is valid, or aborted; a statement is cancelled. */
  private static <T> T fake(Class<T> type, Act act) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> act.on(method.getName())));
  }

  private void run() throws SQLException {
    query.begins(connection);
    query.executes(statement);
  }

  private static void awaitBlocked(Thread thread) {
    Awaitility.await().until(() -> thread.getState().name().endsWith("WAITING"));
  }

  @Test
  void connectionIsGivenBackAfterACancellationUnderWay() throws Exception {
    run();
    Thread canceller = new Thread(query::cut);
    canceller.start();
    Awaitility.await().until(() -> cancels.get() == 1);
    Thread reader = new Thread(() -> query.ends(true));
    reader.start();
    awaitBlocked(reader);
    reader.interrupt();
    awaitBlocked(reader);
    cancelMayEnd.countDown();
    reader.join();
    canceller.join();
    assertThat(aborts).hasValue(0);
  }

  @Test
  void queryThatIsOverIsNotCancelled() throws Exception {
    run();
    query.ends(false);
    assertThat(query.isToBeCut()).isFalse();
    query.cut();
    assertThat(cancels).hasValue(0);
    assertThat(aborts).hasValue(0);
  }

  @Test
  void connectionIsTriedWhenTheQueryWasDoneBeforeItsCancellation() throws Exception {
    endWhileCancelled();
    assertThat(probes).hasValue(1);
    assertThat(aborts).hasValue(0);
  }

  @Test
  void connectionIsCutWhenTryingItFails() throws Exception {
    usable = false;
    endWhileCancelled();
    assertThat(aborts).hasPositiveValue();
  }

  private void endWhileCancelled() throws Exception {
    run();
    Thread canceller = new Thread(query::cut);
    canceller.start();
    Awaitility.await().until(() -> cancels.get() == 1);
    Thread reader = new Thread(() -> query.ends(false));
    reader.start();
    awaitBlocked(reader);
    cancelMayEnd.countDown();
    reader.join();
    canceller.join();
  }

  @Test
  void connectionIsCutWhenCancellingDoesNotHelp() throws Exception {
    cancelMayEnd.countDown();
    run();
    query.cut();
    assertThat(aborts).hasValue(1);
  }

  @Test
  void queryThatNobodyWantsDoesNotBegin() {
    assertThat(query.isToBeCut()).isFalse();
    assertThatThrownBy(this::run).isInstanceOf(SQLException.class);
    assertThat(cancels).hasValue(0);
  }
}
