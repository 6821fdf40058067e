package dev.persistence.lifecycle.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.KillableProcess;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionPolicies;
import dev.persistence.lifecycle.retention.RetentionPolicy;
import dev.persistence.testkit.DatabaseNode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes of one cluster, and a job of which there is one at a time. */
abstract class RetentionTaskSuite {

  private static final int ROWS = 3_000;
  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final Schedule AT_ONCE = Schedules.fixedDelay(Duration.ofMillis(1));
  private static final Schedule ONCE = Schedules.fixedDelay(Duration.ofHours(1));

  private final DatabaseNode server;
  private final LiveDatabase database;
  private final HikariDataSource dataSource;

  RetentionTaskSuite(DatabaseNode server) {
    this.server = server;
    this.database = new LiveDatabase(server.dataSource());
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.dataSource());
    config.setMaximumPoolSize(20);
    config.setMinimumIdle(0);
    this.dataSource = new HikariDataSource(config);
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE sessions (id bigint PRIMARY KEY, seen_at "
            + database.sql("timestamptz", "datetime(6)")
            + " NOT NULL)");
    database.execute(LifecycleTables.ddl(database.scan(Catalog.builder())));
    SchedulerTable.create(dataSource);
    save(RetentionPolicy.of("sessions", "seen_at", Period.ofDays(30)));
  }

  private RetentionPolicies policies() throws SQLException {
    return RetentionPolicies.of(database.scan(Catalog.builder()));
  }

  private void save(RetentionPolicy policy) throws SQLException {
    RetentionPolicies policies = policies();
    database.transactions().run(connection -> policies.save(connection, policy));
  }

  private void fill() throws SQLException {
    StringBuilder rows = new StringBuilder("INSERT INTO sessions VALUES ");
    for (int id = 1; id <= ROWS; id++) {
      rows.append(id == 1 ? "" : ", ").append('(').append(id).append(", '2001-01-01')");
    }
    database.execute(rows.toString());
  }

  @AfterEach
  void clear() throws SQLException {
    try (dataSource) {
      database.clear();
    }
  }

  private Node node(String name, Schedule schedule, Jobs jobs) {
    return new Node(name, dataSource, RetentionTask.of(Jobs.NAME, schedule, jobs, jobs)).start();
  }

  private String task(String columns) throws SQLException {
    return database.rows("SELECT " + columns + " FROM scheduled_tasks").get(0);
  }

  @Test
  void oneOfTwoNodesRunsItEachTime() throws SQLException {
    fill();
    Jobs jobs = new Jobs(dataSource, Throttle.none());
    Node one = node("one", AT_ONCE, jobs);
    Node two = node("two", AT_ONCE, jobs);
    try (one;
        two) {
      await().atMost(BOUND).until(() -> one.executed.size() + two.executed.size() >= 20);
    }
    List<Instant> executed = new ArrayList<>(one.executed);
    executed.addAll(two.executed);
    assertThat(one.dead.get() + two.dead.get()).isZero();
    assertThat(executed).as("each time once").doesNotHaveDuplicates();
    assertThat(jobs.most.get()).as("at a time").isEqualTo(1);
    assertThat(jobs.removed.get()).isEqualTo(ROWS);
    assertThat(database.rows("SELECT task_name, picked_by FROM scheduled_tasks"))
        .containsExactly(Jobs.NAME + "|null");
  }

  @Test
  void nodeThatIsKilledIsFollowedByAnother() throws Exception {
    fill();
    Process process = start();
    try {
      await().atMost(BOUND).until(() -> database.number("SELECT COUNT(*) FROM sessions") < ROWS);
      assertThat(process.isAlive()).as("in the middle of the run").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(database.number("SELECT COUNT(*) FROM sessions")).as("left").isPositive();
    assertThat(task("picked_by")).isEqualTo("killed");
    Jobs jobs = new Jobs(dataSource, Throttle.none());
    try (Node other = node("other", ONCE, jobs)) {
      await().atMost(BOUND).until(() -> other.executed.size() == 1);
      assertThat(other.dead.get()).isEqualTo(1);
    }
    assertThat(database.number("SELECT COUNT(*) FROM sessions")).isZero();
    assertThat(jobs.removed.get()).as("by both, since it is one run").isEqualTo(ROWS);
  }

  private Process start() throws Exception {
    return KillableProcess.start(SchedulerProcess.class, server.jdbcUrl());
  }

  @Test
  void failureIsSeenAndTheNextRunComes() throws Exception {
    fill();
    save(RetentionPolicy.of("nowhere", "seen_at", Period.ofDays(30)));
    Jobs jobs = new Jobs(dataSource, Throttle.none());
    try (Node node = node("one", AT_ONCE, jobs)) {
      await()
          .atMost(BOUND)
          .until(() -> task("COALESCE(consecutive_failures, 0)").matches("[3-9]|..+"));
      assertThat(task("last_failure")).isNotEqualTo("null");
      assertThat(task("last_success")).isEqualTo("null");
      assertThat(jobs.removed.get()).as("the other policy is done").isEqualTo(ROWS);
      RetentionPolicies policies = policies();
      database.transactions().run(connection -> policies.remove(connection, "nowhere"));
      await().atMost(BOUND).until(() -> !task("last_success").equals("null"));
      await().atMost(BOUND).until(() -> task("consecutive_failures").equals("0"));
      database.execute("ALTER TABLE data_retention_policies RENAME TO elsewhere");
      await().atMost(BOUND).until(() -> task("consecutive_failures").matches("[1-9].*"));
      assertThat(node.dead.get()).isZero();
    }
  }

  @Test
  void runThatIsInterruptedBeforeItsFirstPolicyHasFailed() throws SQLException {
    fill();
    Jobs jobs = new Jobs(dataSource, Throttle.none());
    RetentionJobs interrupted =
        () -> {
          RetentionJob job = jobs.next();
          Thread.currentThread().interrupt();
          return job;
        };
    RecurringTask<Void> task = RetentionTask.of(Jobs.NAME, ONCE, interrupted, jobs);
    TaskInstance<Void> instance = new TaskInstance<>(Jobs.NAME, RecurringTask.INSTANCE);
    ExecutionContext context = new ExecutionContext(null, null, null, null);
    try {
      assertThatThrownBy(() -> task.executeRecurringly(instance, context))
          .isInstanceOf(LifecycleException.class)
          .hasMessageContaining("it was interrupted");
    } finally {
      assertThat(Thread.interrupted()).as("stays").isTrue();
    }
    assertThat(database.number("SELECT COUNT(*) FROM sessions")).isEqualTo(ROWS);
  }

  @Test
  void tableIsMadeByAllNodesAtOnce() throws Exception {
    database.execute("DROP TABLE scheduled_tasks");
    ExecutorService nodes = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> made = new ArrayList<>();
      for (int node = 0; node < 8; node++) {
        made.add(
            nodes.submit(
                () -> {
                  SchedulerTable.create(dataSource);
                  return null;
                }));
      }
      for (Future<?> each : made) {
        each.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      }
    } finally {
      nodes.shutdownNow();
    }
    assertThat(database.number("SELECT COUNT(*) FROM scheduled_tasks")).isZero();
  }
}
