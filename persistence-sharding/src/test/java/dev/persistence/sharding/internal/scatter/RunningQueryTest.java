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
import org.junit.jupiter.api.Test;

/** A cancellation hits the query it is meant for, and never who has the connection next. */
class RunningQueryTest {

  private final AtomicInteger cancels = new AtomicInteger();
  private final AtomicInteger aborts = new AtomicInteger();
  private final CountDownLatch cancelMayEnd = new CountDownLatch(1);
  private final RunningQuery query = new RunningQuery();

  private final Connection connection = fake(Connection.class, aborts::incrementAndGet);
  private final Statement statement =
      fake(
          Statement.class,
          () -> {
            cancels.incrementAndGet();
            cancelMayEnd.await();
          });

  @FunctionalInterface
  private interface Act {
    void run() throws InterruptedException;
  }

  /** The only call of a connection is to abort it, and of a statement to cancel it. */
  private static <T> T fake(Class<T> type, Act act) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              act.run();
              return null;
            }));
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
  void connectionIsCutWhenTheQueryWasDoneBeforeItsCancellation() throws Exception {
    run();
    Thread canceller = new Thread(query::cut);
    canceller.start();
    Awaitility.await().until(() -> cancels.get() == 1);
    cancelMayEnd.countDown();
    query.ends(false);
    canceller.join();
    assertThat(aborts).hasPositiveValue();
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
