package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.keyset.Throttle;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that a client has locked when a batch comes by: it is the batch that gives way. */
abstract class HeldRowsSuite {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int ROWS = 500;

  private final LiveDatabase database;
  private final Migration migration;
  private final ExecutorService runner = Executors.newSingleThreadExecutor();
  private final AtomicInteger walks = new AtomicInteger();

  HeldRowsSuite(LiveDatabase database) {
    this.database = database;
    this.migration = People.migration(database);
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, ROWS);
    database.migrator().build().expand(migration);
  }

  @AfterEach
  void clear() throws Exception {
    runner.shutdownNow();
    assertThat(runner.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    database.clear();
  }

  /** Counts how often the only batch begins, some tries apart. */
  private MigratorBuilder counting() {
    return database
        .migrator()
        .throttle(
            rows -> {
              walks.incrementAndGet();
              return Throttle.Pause.none();
            });
  }

  private static String touch(int id) {
    return "UPDATE person SET note = 'client' WHERE id = " + id;
  }

  private Connection clientThatHolds(int id) throws SQLException {
    Connection client = database.dataSource().getConnection();
    client.setAutoCommit(false);
    if (database.isPostgreSql()) { // So that it looks for a deadlock before the batch would.
      LiveDatabase.execute(client, "SET LOCAL deadlock_timeout = '300ms'");
    }
    LiveDatabase.execute(client, touch(id));
    return client;
  }

  private Future<?> backfilling(Migrator migrator) {
    return runner.submit(
        () -> {
          migrator.backfill(migration);
          return true;
        });
  }

  private boolean batchHasMetTheClient() throws SQLException {
    return walks.get() > 1
        || database.number(
                database.sql(
                    "SELECT COUNT(*) FROM pg_locks WHERE NOT granted",
                    "SELECT COUNT(*) FROM information_schema.innodb_trx"
                        + " WHERE trx_state = 'LOCK WAIT'"))
            > 0;
  }

  private void assertComplete() throws SQLException {
    database.migrator().build().run(migration);
    assertThat(database.number("SELECT COUNT(*) FROM person WHERE full_name IS NULL")).isZero();
  }

  @Test
  void clientThatWantsWhatTheBatchHoldsNeverLosesADeadlock() throws Exception {
    Future<?> backfill;
    try (Connection client = clientThatHolds(ROWS)) {
      backfill = backfilling(counting().build());
      await().atMost(PATIENCE).until(this::batchHasMetTheClient);
      LiveDatabase.execute(client, touch(1));
      client.commit();
    }
    backfill.get(1, TimeUnit.MINUTES);
    assertThat(database.rows("SELECT id FROM person WHERE note = 'client' ORDER BY id"))
        .containsExactly("1", String.valueOf(ROWS));
    assertThat(database.migrator().build().status(migration).rowsFilled()).isEqualTo(ROWS);
    assertComplete();
  }

  @Test
  void rowThatStaysLockedEndsThePhaseWhichThenGoesOn() throws Exception {
    Migrator impatient = counting().lockPatience(Duration.ZERO).build();
    try (Connection client = clientThatHolds(ROWS)) {
      Future<?> backfill = backfilling(impatient);
      assertThatThrownBy(() -> backfill.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(MigrationBusyException.class)
          .hasMessageContaining("person.full_name");
      assertThat(impatient.status(migration).state()).isEqualTo(MigrationState.BACKFILLING);
      client.rollback();
    }
    assertThat(walks).hasValue(1);
    assertComplete();
  }

  @Test
  void verifyThatMendsARowWaitsForItInTurns() throws Exception {
    Migrator migrator = counting().build();
    migrator.backfill(migration);
    spoil(ROWS);
    walks.set(0);
    Future<VerifyReport> verify;
    try (Connection client = clientThatHolds(ROWS)) {
      verify = runner.submit(() -> migrator.verify(migration));
      await().atMost(PATIENCE).until(() -> walks.get() > 2); // Looks, mends, and mends again.
      client.commit();
    }
    assertThat(verify.get(1, TimeUnit.MINUTES).repaired()).isEqualTo(1);
    assertComplete();
  }

  /** Writes past the triggers, as somebody might who has turned them off. */
  private void spoil(int id) throws SQLException {
    String task = database.rows("SELECT task FROM migration_checkpoints").get(0);
    try (Connection connection = database.dataSource().getConnection()) {
      LiveDatabase.execute(
          connection,
          database.sql(
              "SET persistence_migrate.bypass = '" + task + "'",
              "SET @persistence_migrate_bypass = '" + task + "'"),
          "UPDATE person SET full_name = 'spoiled' WHERE id = " + id,
          database.sql(
              "RESET persistence_migrate.bypass", "SET @persistence_migrate_bypass = NULL"));
    }
  }
}
