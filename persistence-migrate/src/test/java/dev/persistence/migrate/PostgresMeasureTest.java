package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.lint.TableLock;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steps do to a clone is what the plan says, or it is told. */
@WithPostgres
class PostgresMeasureTest {

  private static final String FILES =
      "SELECT oid, relfilenode FROM pg_class WHERE relname = 'person'";

  private final LiveDatabase database;
  private final Migrator migrator;

  PostgresMeasureTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migrator = database.migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    database.clear();
    People.create(database, 50);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static List<String> lines(Measurement measurement) {
    return measurement.steps().stream()
        .map(
            step ->
                step.planned().phase()
                    + " "
                    + step.planned().name()
                    + ": "
                    + step.lock()
                    + (step.rewritten() ? " rewrites" : "")
                    + (step.scanned() ? " scans" : "")
                    + (step.remark().isEmpty() ? "" : " (" + step.remark() + ")"))
        .toList();
  }

  @Test
  void stepsDoWhatThePlanSaysAndNothingIsLeft() throws SQLException {
    List<String> before = database.catalog();
    List<String> files = database.rows(FILES);
    Measurement measurement = migrator.measure(People.migration(database));
    assertThat(lines(measurement))
        .containsExactly(
            "EXPAND add column full_name and its triggers: ACCESS_EXCLUSIVE",
            "EXPAND create index person_full_name: null (it is made outside a transaction)",
            "SWITCH watch writes to what full_name replaces: SHARE_ROW_EXCLUSIVE",
            "CONTRACT forbid NULL in full_name for new rows: ACCESS_EXCLUSIVE",
            "CONTRACT forbid NULL in full_name, look at old rows: SHARE_UPDATE_EXCLUSIVE scans",
            "CONTRACT forbid NULL in full_name: ACCESS_EXCLUSIVE",
            "CONTRACT drop watch of full_name: ACCESS_EXCLUSIVE",
            "CONTRACT drop triggers of full_name and first_name, last_name: ACCESS_EXCLUSIVE");
    assertThat(measurement.disagreeing()).isEmpty();
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(database.rows(FILES)).isEqualTo(files);
    assertThat(database.rows("SELECT relname FROM pg_class WHERE relname LIKE 'zz_mig%'"))
        .isEmpty();
    assertThat(database.rows("SELECT proname FROM pg_proc WHERE proname LIKE '%zz_mig%'"))
        .isEmpty();
  }

  /** Has the database do more for each new trigger than a step asks for. */
  private void doMore(String statement) throws SQLException {
    database.execute(
        "CREATE FUNCTION more() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " EXECUTE (SELECT pg_catalog.format('"
            + statement
            + "', tgrelid::regclass) FROM pg_catalog.pg_event_trigger_ddl_commands() AS made JOIN"
            + " pg_catalog.pg_trigger ON made.objid = pg_trigger.oid); END $$",
        "CREATE EVENT TRIGGER more ON ddl_command_end WHEN TAG IN ('CREATE TRIGGER')"
            + " EXECUTE FUNCTION more()");
  }

  @Test
  void rowsThatAreWrittenAnewAreTold() throws SQLException {
    doMore("ALTER TABLE %s ADD COLUMN IF NOT EXISTS traced uuid DEFAULT gen_random_uuid()");
    Measurement measurement = migrator.measure(People.migration(database));
    assertThat(measurement.disagreeing())
        .extracting(step -> step.disagreement().orElseThrow())
        .containsExactly("writes all rows anew under ACCESS_EXCLUSIVE");
    assertThat(measurement.toString()).contains("DISAGREES: it writes all rows anew");
  }

  @Test
  void rowsThatAreReadWhileWritersWaitAreTold() throws SQLException {
    doMore("SELECT count(*) FROM %s");
    assertThat(migrator.measure(People.migration(database)).disagreeing())
        .extracting(step -> step.disagreement().orElseThrow())
        .contains("reads all rows under ACCESS_EXCLUSIVE");
  }

  @Test
  void whatIsAboutMoreThanItsTableIsNotMeasured() throws SQLException {
    database.execute("CREATE TABLE team (id int PRIMARY KEY)");
    Migration wide =
        Migration.define("1", "wide")
            .createTable(TableName.of("club"), "id int PRIMARY KEY")
            .table(
                "person",
                t -> {
                  t.addForeignKey("of_team", "id", TableName.of("team"), "id");
                  t.renameTable("people");
                });
    Measurement measurement = migrator.measure(wide);
    assertThat(measurement.steps()).isNotEmpty();
    assertThat(measurement.steps())
        .filteredOn(step -> !step.planned().lock().equals("SHARE_UPDATE_EXCLUSIVE"))
        .allMatch(step -> step.lock() == null && !step.remark().isEmpty());
    assertThat(database.rows("SELECT relname FROM pg_class WHERE relname IN ('club', 'people')"))
        .isEmpty();
  }

  @Test
  void emptyTableHidesScansAndThatIsSaid() throws SQLException {
    database.execute("DELETE FROM person");
    Measurement measurement = migrator.measure(People.merging(database));
    assertThat(measurement.steps()).allMatch(step -> step.remark().contains("empty"));
    assertThat(measurement.steps().get(0).lock()).isEqualTo(TableLock.ACCESS_EXCLUSIVE);
  }
}
