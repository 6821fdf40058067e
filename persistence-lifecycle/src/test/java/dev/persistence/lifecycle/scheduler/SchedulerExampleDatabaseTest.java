package dev.persistence.lifecycle.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example of docs/lifecycle.md that runs a job by a schedule. */
@WithPostgres
class SchedulerExampleDatabaseTest {

  private final LiveDatabase database;
  private final HikariDataSource dataSource;

  SchedulerExampleDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMinimumIdle(0);
    this.dataSource = new HikariDataSource(config);
  }

  @AfterEach
  void clear() throws SQLException {
    try (dataSource) {
      database.clear();
    }
  }

  private RetentionJob job() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return RetentionJob.builder(dataSource, Catalog.builder().scan(connection)).build();
    }
  }

  @Test
  void jobRunsEachNight() throws SQLException {
    SchedulerTable.create(dataSource);
    RecurringTask<Void> retention =
        RetentionTask.of("retention", Schedules.daily(LocalTime.of(3, 0)), this::job);
    Scheduler scheduler =
        Scheduler.create(dataSource).startTasks(retention).alwaysPersistTimestampInUTC().build();
    scheduler.start();
    try {
      assertThat(database.rows("SELECT task_name, execution_time > now() FROM scheduled_tasks"))
          .containsExactly("retention|t");
    } finally {
      scheduler.stop();
    }
  }
}
