package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationException;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.lint.Finding;
import dev.persistence.migrate.lint.Rule;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A statement of one's own, with the statement that undoes it. */
public abstract class RawSqlSuite {

  private final LiveDatabase database;
  private final Migrator migrator;

  protected RawSqlSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private final Migration migration =
      Migration.define("1", "a table").sql("CREATE TABLE extra (id int)", "DROP TABLE extra");

  @Test
  void expandRunsItAndAbortUndoesIt() throws SQLException {
    migrator.expand(migration);
    database.execute("INSERT INTO extra VALUES (1)");
    migrator.abort(migration);
    assertThatThrownBy(() -> database.execute("INSERT INTO extra VALUES (1)"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void failureLeavesAWayOut() throws SQLException {
    Migration wrong = Migration.define("2", "nonsense").sql("CREATE NONSENSE", "SELECT 1");
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("step");
    migrator.abort(wrong);
    assertThat(migrator.status(wrong).state()).isEqualTo(MigrationState.ABORTED);
  }

  @Test
  void whatTheLintTellsDangerousIsRefusedUnlessAllowed() throws SQLException {
    database.execute("CREATE TABLE present (id int PRIMARY KEY, gone int)");
    String drop = "ALTER TABLE present DROP COLUMN gone";
    Migration refused = Migration.define("3", "drop").sql(drop, "SELECT 1");
    assertThatThrownBy(() -> migrator.plan(refused))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContainingAll("drop-column", "dropColumn(\"gone\")", "lint:allow drop-column");
    assertThatThrownBy(() -> migrator.expand(refused))
        .isInstanceOf(InvalidMigrationException.class);
    assertThat(database.rows("SELECT gone FROM present")).isEmpty();
    Migration allowed =
        Migration.define("4", "drop")
            .sql("/* lint:allow drop-column nobody has read it since May */ " + drop, "SELECT 1");
    migrator.expand(allowed);
    assertThatThrownBy(() -> database.rows("SELECT gone FROM present"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void whatTheLintCannotTellIsInThePlan() throws SQLException {
    Migration unknown =
        Migration.define("5", "x")
            .sql("CREATE TABLE extra (id int)", "DROP TABLE extra")
            .sql("CREATE INDEX i ON extra (id)", "SELECT 1")
            .sql("CALL something()", "SELECT 1");
    assertThat(migrator.plan(unknown).findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.UNSEEN_CODE);
    assertThat(migrator.plan(unknown).toString()).contains("unseen-code (not known)");
  }
}
