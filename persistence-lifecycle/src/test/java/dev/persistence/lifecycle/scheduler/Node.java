package dev.persistence.lifecycle.scheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A node of a cluster: a scheduler that is soon missed, and what it has run. */
final class Node extends AbstractSchedulerListener implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(10);

  /** Missed four times, a node is dead. */
  private static final Duration HEARTBEAT = Duration.ofMillis(200);

  final List<Instant> executed = new CopyOnWriteArrayList<>();
  final AtomicInteger dead = new AtomicInteger();
  private final Scheduler scheduler;

  Node(String name, DataSource dataSource, RecurringTask<Void> task) {
    this.scheduler =
        Scheduler.create(dataSource)
            .startTasks(task)
            .schedulerName(new SchedulerName.Fixed(name))
            .alwaysPersistTimestampInUTC()
            .threads(2)
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(4)
            .shutdownMaxWait(Duration.ofSeconds(30))
            .failureLogging(LogLevel.DEBUG, false)
            .addSchedulerListener(this)
            .build();
  }

  Node start() {
    scheduler.start();
    return this;
  }

  @Override
  public void onExecutionComplete(ExecutionComplete complete) {
    executed.add(complete.getExecution().executionTime);
  }

  @Override
  public void onExecutionDead(Execution execution) {
    dead.incrementAndGet();
  }

  @Override
  public void close() {
    scheduler.stop();
  }
}
