package dev.persistence.lifecycle.scheduler;

import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.keyset.Throttle;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A node in a process of its own, made to be killed: its job is slow. */
public final class SchedulerProcess {

  private static final long ROWS_PER_SECOND = 500;

  private SchedulerProcess() {}

  /** Takes a JDBC URL; ends with the process alone. */
  public static void main(String[] arguments) throws InterruptedException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    HikariDataSource dataSource = new HikariDataSource(config);
    Jobs jobs = new Jobs(dataSource, Throttle.rate(ROWS_PER_SECOND));
    new Node(
            "killed",
            dataSource,
            RetentionTask.of(Jobs.NAME, Schedules.fixedDelay(Duration.ofHours(1)), jobs))
        .start();
    new CountDownLatch(1).await();
  }
}
