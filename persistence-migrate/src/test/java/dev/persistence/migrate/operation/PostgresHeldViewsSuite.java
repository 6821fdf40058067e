package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.TimeSource;
import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.internal.engine.VersionSchemas;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Views of versions that somebody else needs, or has dropped by hand. */
abstract class PostgresHeldViewsSuite {

  private static final String OLD = "app_1";
  private static final String NEW = "app_2";

  private static final Migration NAMES =
      Migration.define("20261121_01", "one display name")
          .table(
              "users",
              t -> {
                t.addColumn("full_name", "text")
                    .up("first_name || ' ' || last_name")
                    .down("first_name", "split_part(full_name, ' ', 1)")
                    .down("last_name", "split_part(full_name, ' ', 2)");
                t.renameColumn("note", "remark");
              })
          .versionViews(NEW, OLD);

  private static final Migration RANKS =
      Migration.define("20261122_01", "ranks").table("users", t -> t.addColumn("rank", "int"));

  private final VersionClients database;
  private final Migrator migrator;

  PostgresHeldViewsSuite(PostgresCluster cluster) {
    this.database = new VersionClients(cluster.primary().dataSource());
    this.migrator = database.live().migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    execute(
        "CREATE TABLE users (id int PRIMARY KEY, first_name text, last_name text, note text)",
        "INSERT INTO users VALUES (1, 'a', 'b', '1')");
  }

  @AfterEach
  void clear() throws SQLException {
    database.live().clear();
  }

  private void execute(String... statements) throws SQLException {
    database.live().execute(statements);
  }

  @Test
  void viewsOfSomebodyElseStandInTheWayAsEver() throws SQLException {
    migrator.expand(NAMES);
    execute("CREATE VIEW mine AS SELECT last_name FROM app_1.users");
    assertThat(migrator.run(NAMES).state()).isEqualTo(MigrationState.SWITCHED);
    assertThatThrownBy(() -> migrator.contract(NAMES))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("view mine needs view app_1.users");
    execute(
        "DROP VIEW mine",
        "CREATE VIEW app_1.mine WITH (security_invoker = true) AS SELECT note FROM users");
    assertThatThrownBy(() -> migrator.contract(NAMES))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("\"note\" would take with it: [rule _RETURN on view app_1.mine]");
    execute("COMMENT ON VIEW app_1.mine IS '" + VersionSchemas.MARK + "'");
    assertThatThrownBy(() -> migrator.contract(NAMES))
        .as("of another migration, which this one does not drop")
        .isInstanceOf(GateRefusedException.class);
    execute("DROP VIEW app_1.mine", "CREATE FUNCTION app_1.f() RETURNS int RETURN 1");
    migrator.contract(NAMES);
    assertThat(database.schemas()).as("with a function of somebody's").contains(OLD);
  }

  @Test
  void whoHoldsOnToTheTypeOfAViewStandsInTheWayToo() throws SQLException {
    migrator.expand(NAMES);
    execute("CREATE TABLE kept (one app_1.users, more app_1.users[])");
    assertThat(migrator.run(NAMES).state()).isEqualTo(MigrationState.SWITCHED);
    assertThatThrownBy(() -> migrator.contract(NAMES))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("column one of table kept needs view app_1.users")
        .hasMessageContaining("column more of table kept needs view app_1.users");
    execute("DROP TABLE kept");
    assertThat(migrator.run(NAMES).state()).isEqualTo(MigrationState.COMPLETED);
  }

  private void assertAbortIsRefused(Migrator runner, String... reasons) {
    assertThatThrownBy(() -> runner.abort(NAMES))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("was not aborted")
        .hasMessageContainingAll(reasons);
  }

  @Test
  void abortIsRefusedBeforeItChangesAnythingWhileSomebodyNeedsAView() throws SQLException {
    migrator.expand(NAMES);
    List<String> expanded = database.live().catalog();
    execute(
        "CREATE VIEW mine AS SELECT full_name FROM app_2.users",
        "CREATE VIEW also AS SELECT first_name FROM app_1.users",
        "CREATE TABLE other (one app_2.users)");
    assertAbortIsRefused(
        migrator,
        "view mine needs view app_2.users",
        "view also needs view app_1.users",
        "column one of table other needs view app_2.users",
        "Drop what is named");
    assertThat(migrator.status(NAMES).state()).isEqualTo(MigrationState.EXPANDED);
    assertThat(database.views()).containsExactly("app_1.users", "app_2.users");
    execute("DROP VIEW mine, also", "DROP TABLE other");
    assertThat(database.live().catalog()).isEqualTo(expanded);
    migrator.abort(NAMES);
    assertThat(database.schemas()).isEmpty();
  }

  /** Time that goes by as soon as it is waited for, while somebody makes a view. */
  private final class Meanwhile implements TimeSource {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration duration) {
      nanos += duration.toNanos();
      try {
        execute("CREATE OR REPLACE VIEW mine AS SELECT full_name FROM app_2.users");
      } catch (SQLException failure) {
        throw new AssertionError("the view is there", failure);
      }
    }
  }

  @Test
  void abortIsTakenBackIfSomebodyComesToNeedAViewMeanwhile() throws SQLException {
    migrator.expand(NAMES);
    migrator.backfill(NAMES);
    migrator.verify(NAMES);
    migrator.switchTo(NAMES);
    Migrator waiting =
        database
            .live()
            .migrator()
            .flagsAge(Duration.ofSeconds(1))
            .timeSource(new Meanwhile())
            .build();
    assertAbortIsRefused(waiting, "view mine needs view app_2.users");
    assertThat(migrator.status(NAMES).state()).isEqualTo(MigrationState.SWITCHED);
    // As if it had been killed before it dropped anything.
    execute("UPDATE schema_migrations SET state = 'ABORTING', phase = 'ABORT'");
    assertAbortIsRefused(migrator, "view mine needs view app_2.users");
    execute("DROP VIEW mine");
    migrator.abort(NAMES);
    assertThat(migrator.status(NAMES).state()).isEqualTo(MigrationState.ABORTED);
  }

  @Test
  void viewThatAnAbortLeavesMayBeNeeded() throws SQLException {
    migrator.run(NAMES);
    migrator.expand(RANKS);
    execute("CREATE VIEW mine AS SELECT full_name FROM app_2.users");
    migrator.abort(RANKS);
    assertThat(database.views()).containsExactly("app_2.users");
    assertThat(migrator.run(RANKS).state()).isEqualTo(MigrationState.SWITCHED);
    assertThatThrownBy(() -> migrator.contract(RANKS))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("view mine needs view app_2.users");
  }

  @Test
  void schemaWhoseViewsSomebodyHasDroppedGoesWithTheMigration() throws SQLException {
    migrator.expand(NAMES);
    execute("DROP VIEW app_1.users, app_2.users");
    migrator.abort(NAMES);
    assertThat(database.schemas()).isEmpty();
    migrator.expand(NAMES);
    execute("DROP VIEW app_1.users, app_2.users");
    assertThat(migrator.run(NAMES).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(database.schemas()).isEmpty();
  }

  @Test
  void schemaWhoseViewsSomebodyHasDroppedGoesWithTheNextMigration() throws SQLException {
    migrator.run(NAMES);
    execute("DROP VIEW app_2.users", "CREATE SCHEMA app_9");
    assertThat(migrator.run(RANKS).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(database.schemas()).as("somebody's").containsExactly("app_9");
  }

  @Test
  void schemaOfAnOlderVersionGoesWithAnAbortIfSomebodyHasDroppedItsViews() throws SQLException {
    migrator.run(NAMES);
    migrator.expand(RANKS);
    execute("DROP VIEW app_2.users");
    migrator.abort(RANKS);
    assertThat(database.schemas()).isEmpty();
  }
}
