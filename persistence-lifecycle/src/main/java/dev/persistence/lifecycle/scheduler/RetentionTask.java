package dev.persistence.lifecycle.scheduler;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionOutcome;
import dev.persistence.lifecycle.retention.RetentionReport;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A {@link RetentionJob} as a recurring task of <a
 * href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a>: of all nodes whose
 * schedulers share a table, one runs it at a time.
 *
 * <pre>{@code
 * SchedulerTable.create(dataSource);
 * RecurringTask<Void> retention =
 *     RetentionTask.of("retention", Schedules.daily(LocalTime.of(3, 0)), this::job);
 * Scheduler scheduler = Scheduler.create(dataSource).startTasks(retention).build();
 * scheduler.start();
 * }</pre>
 *
 * <p>A run in which a policy failed counts as failed, and so does one that could not begin or was
 * interrupted: the scheduler's table then has {@code last_failure} and {@code
 * consecutive_failures}, its listeners hear of it, and the next run is when the schedule says. A
 * node that dies in the middle is found by its missing heartbeats, and another goes on with the
 * job; how soon is set by {@code heartbeatInterval} and {@code missedHeartbeatsLimit} of the
 * scheduler, 30 min by its defaults. Should the first be alive after all, both run, which does no
 * harm to the rows.
 *
 * <p>{@code Scheduler.stop()} waits for a run under way as long as its {@code shutdownMaxWait},
 * which is 30 min by default, and then interrupts it; what is left to do is done by the next run.
 */
public final class RetentionTask {

  private RetentionTask() {}

  /**
   * Returns the task, for {@code startTasks} of a scheduler.
   *
   * @param name the same on all nodes: 1 to 100 characters
   * @param schedule when it runs, the same on all nodes
   */
  public static RecurringTask<Void> of(String name, Schedule schedule, RetentionJobs jobs) {
    return of(name, schedule, jobs, report -> {});
  }

  /**
   * Returns the task, for {@code startTasks} of a scheduler.
   *
   * @param name the same on all nodes: 1 to 100 characters
   * @param schedule when it runs, the same on all nodes
   * @param listener is told the report of each run that this node has brought to an end, failures
   *     included, on a thread of the scheduler; if it throws, the run counts as failed
   */
  public static RecurringTask<Void> of(
      String name, Schedule schedule, RetentionJobs jobs, Consumer<RetentionReport> listener) {
    Arguments.inRange("length of name", Arguments.name("name", name).length(), 1, 100);
    Arguments.notNull("schedule", schedule);
    Arguments.notNull("jobs", jobs);
    Arguments.notNull("listener", listener);
    return Tasks.recurring(name, schedule)
        .execute(
            (instance, context) -> {
              RetentionReport report = run(name, jobs);
              listener.accept(report);
              requireSuccess(name, report);
            });
  }

  private static RetentionReport run(String name, RetentionJobs jobs) {
    try {
      return jobs.next().run();
    } catch (SQLException failure) {
      throw new LifecycleException(
          new Explanation(
              "The run of \"" + name + "\" has not begun",
              "the database did not answer, or has no data_retention_policies",
              "See the cause; it is tried again when the schedule says"),
          failure);
    }
  }

  /** Throws, since the scheduler knows of no other failure. */
  private static void requireSuccess(String name, RetentionReport report) {
    List<String> failed = report.failures().stream().map(RetentionOutcome::policy).toList();
    if (!report.completed()) {
      throw failed(name, "it was interrupted", "what is left is tried");
    }
    if (!failed.isEmpty()) {
      throw failed(name, "so have its policies " + failed, "all others are done, and it is tried");
    }
  }

  private static LifecycleException failed(String name, String why, String next) {
    return new LifecycleException(
        new Explanation(
            "The run of \"" + name + "\" has failed",
            why,
            "Look at last_failure in data_retention_policies; "
                + next
                + " again when the schedule says"),
        null);
  }
}
