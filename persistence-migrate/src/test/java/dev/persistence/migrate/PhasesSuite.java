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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of the phases, what each refuses, and what is recorded. */
abstract class PhasesSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration;

  PhasesSuite(LiveDatabase database) {
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
  void planChangesNothingAndNamesEachStep() throws SQLException {
    List<String> before = database.catalog();
    Plan plan = migrator.plan(migration);
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(plan.steps()).extracting(PlannedStep::phase).contains(Phase.EXPAND, Phase.ABORT);
    assertThat(plan.toString()).contains("ADD COLUMN", "person_full_name", "blocks");
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.PLANNED);
  }

  @Test
  void phasesAreTakenInTheirOrder() throws SQLException {
    assertThatThrownBy(() -> migrator.backfill(migration))
        .isInstanceOf(MigrationStateException.class);
    migrator.expand(migration);
    assertThatThrownBy(() -> migrator.expand(migration))
        .isInstanceOf(MigrationStateException.class);
    assertThatThrownBy(() -> migrator.contract(migration))
        .isInstanceOf(MigrationStateException.class)
        .hasMessageContaining("EXPANDED");
    migrator.backfill(migration);
    assertThatThrownBy(() -> migrator.switchTo(migration))
        .isInstanceOf(MigrationStateException.class);
    migrator.verify(migration);
    migrator.verify(migration);
    migrator.switchTo(migration);
    migrator.contract(migration);
    assertThatThrownBy(() -> migrator.expand(migration))
        .isInstanceOf(MigrationAlreadyAppliedException.class);
    assertThatThrownBy(() -> migrator.abort(migration))
        .isInstanceOf(MigrationAlreadyAppliedException.class);
    assertThat(migrator.run(migration).state()).isEqualTo(MigrationState.COMPLETED);
  }

  @Test
  void historyHasTheTextTheUndoAndWhoAppliedIt() throws SQLException {
    migrator.run(migration);
    assertThat(
            database.rows(
                "SELECT version, description, phase, state FROM schema_migrations WHERE applied_at"
                    + " IS NOT NULL AND applied_by IS NOT NULL AND migration_sql LIKE '%ADD COLUMN%'"
                    + " AND rollback_sql LIKE '%DROP COLUMN%' AND execution_time_ms >= 0"))
        .containsExactly(People.VERSION + "|one display name|CONTRACT|COMPLETED");
    assertThat(migrator.status(migration).rowsFilled()).isEqualTo(1_000);
  }

  @Test
  void changedTextIsRefused() throws SQLException {
    migrator.expand(migration);
    Migration changed =
        Migration.define(People.VERSION, "one display name")
            .table("person", t -> t.addColumn("full_name", "varchar(81)"));
    assertThatThrownBy(() -> migrator.backfill(changed))
        .isInstanceOf(ChecksumMismatchException.class);
  }

  @Test
  void unknownTableAndColumnAndTypeLeaveTheSchemaAsItWas() throws SQLException {
    List<String> before = database.catalog();
    Migration table = Migration.define("1", "x").table("people", t -> t.dropColumn("x"));
    Migration column = Migration.define("2", "x").table("person", t -> t.dropColumn("x"));
    Migration type = Migration.define("3", "x").table("person", t -> t.addColumn("x", "textt"));
    assertThatThrownBy(() -> migrator.expand(table))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("people");
    assertThatThrownBy(() -> migrator.expand(column))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("first_name");
    assertThatThrownBy(() -> migrator.expand(type)).isInstanceOf(MigrationException.class);
    migrator.abort(type);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void expressionThatFailsOnARowIsRefusedBeforeAnythingIsChanged() throws SQLException {
    List<String> before = database.catalog();
    Migration nonsense =
        Migration.define("1", "x")
            .table("person", t -> t.addColumn("x", "int").up("no_such_column + 1"));
    assertThatThrownBy(() -> migrator.expand(nonsense))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("no_such_column");
    assertThat(database.catalog()).isEqualTo(before);
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
  void contradictionIsRepaired() throws SQLException {
    migrator.expand(migration);
    migrator.backfill(migration);
    behindTheTriggers("UPDATE person SET full_name = 'wrong one' WHERE id IN (3, 5)");
    VerifyReport report = migrator.verify(migration);
    assertThat(report.repaired()).isEqualTo(2);
    assertThat(database.rows("SELECT full_name FROM person WHERE id = 3"))
        .containsExactly("first3 last3");
  }

  /** As bulk loads and cascades do. */
  private void behindTheTriggers(String sql) throws SQLException {
    String id =
        database
            .rows(
                "SELECT trigger_name FROM information_schema.triggers WHERE trigger_name LIKE"
                    + " 'zz_mig_%u'")
            .get(0);
    id = id.substring(0, id.length() - 1);
    try (Connection connection = database.dataSource().getConnection()) {
      LiveDatabase.execute(
          connection,
          database.sql(
              "SET persistence_migrate.bypass = '" + id + "'",
              "SET @persistence_migrate_bypass = '" + id + "'"),
          sql);
    }
  }

  @Test
  void writeOfAnOldClientAfterTheSwitchKeepsTheGateShut() throws SQLException {
    Migrator strict = database.migrator().gate(Duration.ZERO, Duration.ofHours(1)).build();
    strict.expand(migration);
    strict.backfill(migration);
    strict.verify(migration);
    database.execute("UPDATE person SET first_name = 'x' WHERE id = 1");
    strict.switchTo(migration);
    database.execute(
        "UPDATE person SET full_name = 'a b' WHERE id = 2",
        "UPDATE person SET note = 'x' WHERE id = 3",
        "INSERT INTO person (id, full_name) VALUES (0, 'c d')");
    assertThat(strict.status(migration).oldWrites()).isZero();
    database.execute(
        "UPDATE person SET first_name = 'y' WHERE id = 4",
        "INSERT INTO person (id, first_name, last_name) VALUES (-1, 'e', 'f')");
    assertThat(strict.status(migration).oldWrites()).isEqualTo(2);
    assertThatThrownBy(() -> strict.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("2 writes");
    assertThat(strict.status(migration).state()).isEqualTo(MigrationState.SWITCHED);
    migrator.contract(migration);
  }

  @Test
  void gateWaitsForInstancesAndForTheSoakTime() throws SQLException {
    migrator.expand(migration);
    migrator.seen("web-1", "20261120_09");
    migrator.seen("web-2", People.VERSION);
    Migrator soaking = database.migrator().gate(Duration.ofDays(1), Duration.ZERO).build();
    assertThat(soaking.run(migration).state()).isEqualTo(MigrationState.SWITCHED);
    assertThatThrownBy(() -> soaking.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("PT24H")
        .hasMessageContaining("web-1")
        .hasMessageNotContaining("web-2");
    migrator.seen("web-1", People.VERSION);
    migrator.contract(migration);
  }

  @Test
  void abortAsksBeforeItLosesWhatOnlyTheNewColumnKnows() throws SQLException {
    migrator.expand(migration);
    database.execute("UPDATE person SET full_name = 'Plato' WHERE id = 1");
    assertThat(migrator.lossOf(migration)).isEqualTo(1);
    assertThatThrownBy(() -> migrator.abort(migration))
        .isInstanceOf(DataLossException.class)
        .hasMessageContaining("1 rows");
    migrator.abort(migration, 1);
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.ABORTED);
    migrator.expand(migration);
    assertThat(migrator.status(migration).conflicts()).isZero();
  }
}
