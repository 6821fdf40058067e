package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
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

  /** Its own columns are no reason to choose other names. */
  @Test
  void migrationThatHasBegunIsNotPlannedAgain() throws SQLException {
    migrator.expand(migration);
    assertThatThrownBy(() -> migrator.plan(migration))
        .isInstanceOf(MigrationStateException.class)
        .hasMessageContaining("EXPANDED");
    migrator.abort(migration);
    assertThat(migrator.plan(migration).steps()).isNotEmpty();
    migrator.run(migration);
    assertThatThrownBy(() -> migrator.plan(migration))
        .isInstanceOf(MigrationAlreadyAppliedException.class);
    if (database.isPostgreSql()) {
      assertThatThrownBy(() -> migrator.measure(migration))
          .isInstanceOf(MigrationAlreadyAppliedException.class);
    }
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
                    + " IS NOT NULL AND applied_by IS NOT NULL AND migration_sql LIKE '%ADD"
                    + " COLUMN%' AND rollback_sql LIKE '%DROP COLUMN%' AND execution_time_ms >= 0"))
        .containsExactly(People.VERSION + "|one display name|CONTRACT|COMPLETED");
    assertThat(migrator.status(migration).rowsFilled()).isEqualTo(1_000);
  }
}
