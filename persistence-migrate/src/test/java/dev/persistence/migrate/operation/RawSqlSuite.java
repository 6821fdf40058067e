package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationException;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
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
}
