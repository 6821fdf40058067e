package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is dropped for as long as an instance may go by flags from before. */
abstract class FlagsAgeSuite {

  private static final Duration AGE = Duration.ofMillis(700);

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration;

  FlagsAgeSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().flagsAge(AGE).build();
    this.migration = People.migration(database);
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, 10);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private void verified() throws SQLException {
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.verify(migration);
  }

  /** An instance of the application that reads all the while, on the side that it is told. */
  private final class Reader implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicLong oldReads = new AtomicLong();
    private final AtomicLong newReads = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private Reader() {
      thread.execute(this::read);
    }

    private void read() {
      SchemaFlags flags = SchemaFlags.of(database.dataSource()).maxAge(AGE);
      try (Connection connection = database.dataSource().getConnection()) {
        while (!stopped) {
          boolean isNew = flags.side(People.VERSION) == ReadSide.READ_NEW;
          String column = isNew ? "full_name" : "first_name";
          LiveDatabase.rows(connection, "SELECT " + column + " FROM person WHERE id = 1");
          (isNew ? newReads : oldReads).incrementAndGet();
        }
      } catch (SQLException failure) {
        failures.add(String.valueOf(failure.getMessage()));
      }
    }

    private void goesOn(AtomicLong reads) {
      long before = reads.get();
      await().until(() -> reads.get() > before + 10 || !failures.isEmpty());
      assertThat(failures).isEmpty();
    }

    @Override
    public void close() {
      stopped = true;
      thread.shutdown();
      await().until(thread::isTerminated);
    }
  }

  @Test
  void contractDropsNothingThatSomebodyStillReads() throws SQLException {
    verified();
    try (Reader reader = new Reader()) {
      reader.goesOn(reader.oldReads);
      assertThat(migrator.run(migration).state()).isEqualTo(MigrationState.COMPLETED);
      reader.goesOn(reader.newReads);
    }
  }

  @Test
  void abortAfterTheSwitchDropsNothingThatSomebodyStillReads() throws SQLException {
    verified();
    migrator.switchTo(migration);
    try (Reader reader = new Reader()) {
      reader.goesOn(reader.newReads);
      migrator.abort(migration);
      reader.goesOn(reader.oldReads);
    }
  }

  @Test
  void abortRightAfterARevertDropsNothingThatSomebodyStillReads() throws SQLException {
    verified();
    migrator.switchTo(migration);
    try (Reader reader = new Reader()) {
      reader.goesOn(reader.newReads);
      migrator.revert(migration);
      migrator.abort(migration);
      reader.goesOn(reader.oldReads);
    }
  }

  /** Counts what is waited for, which takes no time. */
  private static final class Sleeps implements TimeSource {
    private final AtomicLong slept = new AtomicLong();
    private final Runnable meanwhile;

    private Sleeps(Runnable meanwhile) {
      this.meanwhile = meanwhile;
    }

    @Override
    public long nanos() {
      return slept.get();
    }

    @Override
    public void sleep(Duration duration) {
      meanwhile.run();
      slept.addAndGet(duration.toNanos());
    }
  }

  @Test
  void nothingIsWaitedForThatNobodyWasToldToRead() throws SQLException {
    Sleeps sleeps = new Sleeps(() -> {});
    Migrator counting =
        database.migrator().flagsAge(Duration.ofHours(1)).timeSource(sleeps).build();
    counting.expand(migration);
    counting.backfill(migration);
    long before = sleeps.slept.get();
    counting.abort(migration);
    assertThat(sleeps.slept.get()).isEqualTo(before);
    counting.run(migration);
    assertThat(sleeps.slept.get() - before).isGreaterThan(Duration.ofMinutes(59).toNanos());
  }

  /** As an instance does that has not heard of it yet. */
  private void writeNewName() {
    try {
      database.execute("UPDATE person SET full_name = 'Plato' WHERE id = 1");
    } catch (SQLException failure) {
      throw new AssertionError("no write fails", failure);
    }
  }

  @Test
  void abortIsTakenBackIfMoreWouldBeLostOnceNobodyIsToldToReadTheNewSide() throws SQLException {
    verified();
    migrator.switchTo(migration);
    Migrator waiting =
        database.migrator().flagsAge(AGE).timeSource(new Sleeps(this::writeNewName)).build();
    assertThatThrownBy(() -> waiting.abort(migration))
        .isInstanceOf(DataLossException.class)
        .hasMessageContaining("1 rows");
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.SWITCHED);
    assertThat(database.rows("SELECT phase FROM schema_migrations")).containsExactly("SWITCH");
    database.execute("UPDATE person SET first_name = 'Platon' WHERE id = 2");
    assertThat(database.rows("SELECT full_name FROM person WHERE id IN (1, 2) ORDER BY id"))
        .containsExactly("Plato", "Platon last2");
    waiting.abort(migration, 1);
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.ABORTED);
  }

  /** What was written while nobody was at work was in none of its counts. */
  @Test
  void abortThatWasKilledBeforeItDroppedAnythingCountsAgain() throws SQLException {
    verified();
    migrator.switchTo(migration);
    database.execute("UPDATE schema_migrations SET state = 'ABORTING', phase = 'ABORT'");
    writeNewName();
    assertThatThrownBy(() -> migrator.abort(migration))
        .isInstanceOf(DataLossException.class)
        .hasMessageContaining("1 rows")
        .hasMessageContaining("abort(migration, 1)");
    assertThatThrownBy(() -> migrator.run(migration)).isInstanceOf(DataLossException.class);
    assertThat(database.rows("SELECT full_name FROM person WHERE id = 1")).containsExactly("Plato");
    migrator.abort(migration, 1);
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.ABORTED);
  }

  @Test
  void waitEndsByTheRunnersClockIfTheDatabasesWasSetBack() throws SQLException {
    verified();
    migrator.switchTo(migration);
    database.execute(
        "UPDATE schema_migrations SET state = 'ABORTING', state_at = state_at + "
            + database.sql("interval '1 day'", "INTERVAL 1 DAY"));
    Sleeps sleeps = new Sleeps(() -> {});
    database.migrator().flagsAge(AGE).timeSource(sleeps).build().abort(migration);
    assertThat(Duration.ofNanos(sleeps.slept.get()))
        .isBetween(AGE.plusSeconds(1), Duration.ofMinutes(1));
  }
}
