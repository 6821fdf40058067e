package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.keyset.Throttle;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runners that meet another one, a busy table or a throttle that says no. */
abstract class RunnersSuite {

  private static final int ROUNDS = 2 * Integer.getInteger("persistence.test.scale", 1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration;

  RunnersSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
    this.migration = People.migration(database);
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, 1_000);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void secondRunnerIsRefusedAndTheNextOneIsNot() throws Exception {
    List<Class<?>> seen = new ArrayList<>();
    Migrator second = database.migrator().busyPatience(Duration.ZERO).build();
    MigrationListener listener =
        new MigrationListener() {
          @Override
          public void starting(String version, PlannedStep step) {
            try {
              second.expand(migration);
            } catch (MigrationBusyException | SQLException busy) {
              seen.add(busy.getClass());
            }
          }
        };
    database.migrator().listener(listener).build().expand(migration);
    assertThat(seen).isNotEmpty().containsOnly(MigrationBusyException.class);
    second.backfill(migration);
  }

  @Test
  void writersGoOnWhileAReaderKeepsTheTableFromBeingChanged() throws Exception {
    ExecutorService runner = Executors.newSingleThreadExecutor();
    try (Connection reader = database.dataSource().getConnection()) {
      reader.setAutoCommit(false);
      LiveDatabase.rows(reader, "SELECT COUNT(*) FROM person");
      Future<?> expanding =
          runner.submit(
              () -> {
                migrator.expand(migration);
                return true;
              });
      await().until(() -> migrator.status(migration).state() == MigrationState.EXPANDING);
      for (int i = 1; i <= 50; i++) {
        database.execute("UPDATE person SET note = 'x' WHERE id = " + i);
      }
      assertThat(expanding.isDone()).isFalse();
      reader.rollback();
      expanding.get(1, TimeUnit.MINUTES);
    } finally {
      runner.shutdownNow();
    }
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.EXPANDED);
  }

  @Test
  void batchOfARunnerThatLostItsLockChangesNothing() throws SQLException {
    migrator.expand(migration);
    MigrationListener raising =
        new MigrationListener() {
          @Override
          public void filled(String version, String subject, long rows) {
            throw new IllegalStateException("stopped here");
          }
        };
    Throttle another =
        rows -> {
          try {
            database.execute("UPDATE migration_runner SET epoch = epoch + 1");
          } catch (SQLException failure) {
            throw new IllegalStateException(failure);
          }
          return Throttle.Pause.none();
        };
    Migrator overtaken = database.migrator().throttle(another).listener(raising).build();
    assertThatThrownBy(() -> overtaken.backfill(migration))
        .isInstanceOf(RunnerFencedException.class);
    assertThat(database.number("SELECT COUNT(*) FROM person WHERE full_name IS NOT NULL")).isZero();
    migrator.backfill(migration);
  }

  @Test
  void throttleThatFailsStopsTheBackfillAndItGoesOnLater() throws SQLException {
    migrator.expand(migration);
    int[] asked = {0};
    Throttle failing =
        rows -> {
          if (++asked[0] > 3) {
            throw new IllegalStateException("cannot tell");
          }
          return Throttle.Pause.none();
        };
    Migrator throttled =
        database.migrator().batches(100, Duration.ofMillis(1)).throttle(failing).build();
    assertThatThrownBy(() -> throttled.backfill(migration))
        .isInstanceOf(IllegalStateException.class);
    long filled = migrator.status(migration).rowsFilled();
    assertThat(filled).isBetween(1L, 999L);
    assertThat(database.number("SELECT COUNT(*) FROM person WHERE full_name IS NOT NULL"))
        .isEqualTo(filled);
    migrator.backfill(migration);
    assertThat(migrator.status(migration).rowsFilled()).isEqualTo(1_000);
  }

  @Test
  void ofTwoRunnersStartedTogetherOneMakesEachStep() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        database.clear();
        People.create(database, 10);
        Queue<String> made = new ConcurrentLinkedQueue<>();
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<MigrationState> run =
            () -> {
              Migrator runner =
                  database.migrator().busyPatience(PATIENCE).listener(listing(made)).build();
              start.await(1, TimeUnit.MINUTES);
              return runner.run(migration).state();
            };
        for (Future<MigrationState> one : threads.invokeAll(List.of(run, run))) {
          assertThat(one.get()).isEqualTo(MigrationState.COMPLETED);
        }
        assertThat(made).doesNotHaveDuplicates().hasSizeGreaterThan(4);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static MigrationListener listing(Queue<String> made) {
    return new MigrationListener() {
      @Override
      public void starting(String version, PlannedStep step) {
        made.add(step.phase() + " " + step.name());
      }
    };
  }
}
