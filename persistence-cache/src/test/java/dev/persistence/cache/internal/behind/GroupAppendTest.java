package dev.persistence.cache.internal.behind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.internal.behind.GroupAppend.Ticket;
import dev.persistence.cache.log.LogEntry;
import dev.persistence.cache.log.LogPosition;
import dev.persistence.cache.log.WriteLog;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One caller at a time appends for all that wait. */
class GroupAppendTest {

  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicLong last = new AtomicLong();
  private final List<Integer> groups = new CopyOnWriteArrayList<>();
  private final Pins<String, Integer> pins = new Pins<>(new Room(2_000));
  private final GroupAppend<String, Integer> append = new GroupAppend<>(log(), 0, pins);

  /** A log whose appends wait until they may end. */
  private WriteLog log() {
    return (WriteLog)
        Proxy.newProxyInstance(
            WriteLog.class.getClassLoader(),
            new Class<?>[] {WriteLog.class},
            (proxy, method, arguments) -> {
              int count = ((List<?>) arguments[1]).size();
              groups.add(count);
              open.await();
              List<LogPosition> positions = new ArrayList<>();
              for (int i = 0; i < count; i++) {
                positions.add(new LogPosition(0, last.incrementAndGet()));
              }
              return positions;
            });
  }

  private static Ticket<String, Integer> ticket(int value) {
    LogEntry entry = new LogEntry("a", new byte[0], Instant.EPOCH);
    return new Ticket<>(WriteOperation.put("a", value, Instant.EPOCH), entry, false);
  }

  @Test
  void whatComesDuringAnAppendIsAppendedTogetherUpToABound() throws InterruptedException {
    List<Ticket<String, Integer>> tickets = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 503; i++) {
      Ticket<String, Integer> ticket = ticket(i);
      tickets.add(ticket);
      callers.add(new Thread(() -> append.append(ticket), "caller-" + i));
    }
    callers.get(0).start();
    await().until(() -> groups.size() == 1);
    callers.subList(1, 503).forEach(Thread::start);
    await().until(() -> callers.stream().allMatch(each -> each.getState() == Thread.State.WAITING));
    assertThat(groups).as("the others wait").containsExactly(1);
    open.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(groups).containsExactly(1, 500, 2);
    List<LogPosition> positions = tickets.stream().map(Ticket::position).toList();
    assertThat(positions).doesNotContainNull().doesNotHaveDuplicates();
    int newest = positions.indexOf(new LogPosition(0, 503));
    assertThat(pins.newest("a")).map(WriteOperation::value).contains(newest);
  }
}
