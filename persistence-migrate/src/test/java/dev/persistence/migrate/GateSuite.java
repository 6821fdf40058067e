package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is looked at before anything is dropped, and what is mended. */
abstract class GateSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration;

  GateSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
    this.migration = People.migration(database);
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, 20);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
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

  /** There may be as many as old clients have written rows. */
  @Test
  void eventsOfOneMigrationAreFoundByAnIndex() throws SQLException {
    migrator.expand(migration);
    assertThat(
            database.rows(
                database.sql(
                    "SELECT indexdef FROM pg_indexes WHERE tablename = 'migration_events'",
                    "SELECT GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', ')"
                        + " FROM information_schema.statistics WHERE table_schema = database()"
                        + " AND table_name = 'migration_events' GROUP BY index_name")))
        .anyMatch(index -> index.contains("id, kind, happened_at"));
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

  /** The contract phase would stop there, and could not go back. */
  @Test
  void rowsThatContractWouldForbidKeepTheGateShut() throws SQLException {
    database.execute("CREATE TABLE team (id int PRIMARY KEY)", "INSERT INTO team VALUES (1)");
    Migration forbidding =
        Migration.define("1", "forbidding")
            .table(
                "person",
                t -> {
                  t.addColumn("x", "varchar(40)").notNull().up("last_name");
                  t.renameColumn("first_name", "given");
                  t.addForeignKey("of_team", "id", TableName.of("team"), "id");
                });
    database.execute("INSERT INTO team SELECT id FROM person WHERE id > 1");
    migrator.expand(forbidding);
    migrator.backfill(forbidding);
    migrator.verify(forbidding);
    migrator.switchTo(forbidding);
    database.execute(
        "UPDATE person SET x = null WHERE id IN (3, 5)", "DELETE FROM team WHERE id = 7");
    assertThatThrownBy(() -> migrator.contract(forbidding))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContainingAll("2 rows", "SELECT", "IS NULL", "1 rows", "NOT EXISTS");
    assertThat(migrator.status(forbidding).state()).isEqualTo(MigrationState.SWITCHED);
    database.execute("UPDATE person SET x = 'x' WHERE x IS NULL", "INSERT INTO team VALUES (7)");
    migrator.contract(forbidding);
    assertThat(migrator.status(forbidding).state()).isEqualTo(MigrationState.COMPLETED);
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

  private void switchOver(Migrator by) throws SQLException {
    by.expand(migration);
    by.backfill(migration);
    by.verify(migration);
    by.switchTo(migration);
  }

  @Test
  void gateWaitsForOldClientsOfAnyTimeZone() throws SQLException {
    Migrator strict = database.migrator().gate(Duration.ZERO, Duration.ofHours(1)).build();
    switchOver(strict);
    try (Connection client = database.dataSource().getConnection()) {
      LiveDatabase.execute(
          client,
          database.sql("SET TIME ZONE '-11:00'", "SET time_zone = '-11:00'"),
          "UPDATE person SET first_name = 'y' WHERE id = 4");
    }
    assertThatThrownBy(() -> strict.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("1 writes");
  }

  @Test
  void gateNamesAViewThatHasComeToDependOnAColumnThatGoes() throws SQLException {
    switchOver(migrator);
    database.execute("CREATE VIEW firsts AS SELECT first_name FROM person");
    assertThatThrownBy(() -> migrator.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("firsts");
    database.execute("DROP VIEW firsts");
    migrator.contract(migration);
  }

  /** Which would fail with every write once the column is gone. */
  @Test
  void gateNamesATriggerThatReadsAColumnThatGoes() throws SQLException {
    switchOver(migrator);
    String text = "NEW.note = upper(NEW.first_name)";
    database.execute(
        database.sql(
            "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
                + text
                + "; RETURN NEW; END$$",
            "SELECT 1"),
        "CREATE TRIGGER shouting BEFORE UPDATE ON person FOR EACH ROW "
            + database.sql("EXECUTE FUNCTION shout()", "SET " + text));
    assertThatThrownBy(() -> migrator.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("trigger \"shouting\" reads column \"first_name\"");
    database.execute("DROP TRIGGER shouting" + database.sql(" ON person", ""));
    migrator.contract(migration);
  }

  @Test
  void gateWaitsForAnotherMigrationThatReadsAColumnThatGoes() throws SQLException {
    Migration reading =
        Migration.define("0", "initials")
            .table(
                "person", t -> t.addColumn("initial", "varchar(9)").up("substr(first_name, 1, 1)"));
    migrator.expand(reading);
    switchOver(migrator);
    assertThatThrownBy(() -> migrator.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("reads column \"first_name\"");
    migrator.run(reading);
    migrator.contract(migration);
    database.execute("INSERT INTO person (id, full_name) VALUES (0, 'c d')");
  }

  @Test
  void instanceMayBeSeenBeforeAnythingWasMigrated() throws SQLException {
    migrator.seen("web-1", People.VERSION);
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.PLANNED);
  }

  @Test
  void lossOfACompleteMigrationIsRefused() throws SQLException {
    migrator.run(migration);
    assertThatThrownBy(() -> migrator.lossOf(migration))
        .isInstanceOf(MigrationAlreadyAppliedException.class);
  }

  @Test
  void backfillIsNoUpdateThatAnApplicationMade() throws SQLException {
    database.execute(
        "ALTER TABLE person ADD COLUMN changed_at timestamp"
            + database.sql("", " NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP"));
    migrator.expand(migration);
    migrator.backfill(migration);
    assertThat(database.number("SELECT COUNT(*) FROM person WHERE changed_at IS NOT NULL"))
        .isZero();
  }

  @Test
  void revertedSwitchLosesNothingAndMayBeMadeAgain() throws SQLException {
    Migrator strict = database.migrator().gate(Duration.ZERO, Duration.ofHours(1)).build();
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.verify(migration);
    List<String> before = database.catalog();
    migrator.switchTo(migration);
    database.execute(
        "UPDATE person SET full_name = 'a b' WHERE id = 1",
        "UPDATE person SET last_name = 'y' WHERE id = 2");
    migrator.revert(migration);
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.VERIFIED);
    assertThat(migrator.status(migration).oldWrites()).isZero();
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(database.rows("SELECT first_name, last_name FROM person WHERE id = 1"))
        .containsExactly("a|b");
    migrator.switchTo(migration);
    database.execute("UPDATE person SET last_name = 'z' WHERE id = 2");
    assertThatThrownBy(() -> strict.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("1 writes");
    migrator.contract(migration);
  }

  @Test
  void revertOfWhatWasNotSwitchedIsRefused() throws SQLException {
    migrator.expand(migration);
    assertThatThrownBy(() -> migrator.revert(migration))
        .isInstanceOf(MigrationStateException.class)
        .hasMessageContaining("EXPANDED");
  }
}
