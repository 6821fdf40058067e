package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationException;
import dev.persistence.migrate.MigrationListener;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.PlannedStep;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that may be there once, from the contract phase on. */
public abstract class AddUniqueSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "one each")
          .table("account", t -> t.addUnique("account_email", "email"));

  protected AddUniqueSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE account (id int PRIMARY KEY, email varchar(40))",
        "INSERT INTO account VALUES (1, 'a'), (2, 'b'), (3, null), (4, null)");
  }

  @Test
  void bindsFromTheContractPhaseOn() throws SQLException {
    migrator.run(migration);
    assertThatThrownBy(() -> database.execute("UPDATE account SET email = 'a' WHERE id = 2"))
        .isInstanceOf(SQLException.class);
    assertThat(database.catalog()).anyMatch(line -> line.startsWith("account_email"));
  }

  @Test
  void duplicatesAreCountedAndNothingIsChanged() throws SQLException {
    database.execute("UPDATE account SET email = 'a' WHERE id = 2");
    var before = database.catalog();
    assertThatThrownBy(() -> migrator.expand(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("1 values")
        .hasMessageContaining("GROUP BY");
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void duplicateThatCameSinceKeepsTheGateShut() throws SQLException {
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.verify(migration);
    migrator.switchTo(migration);
    database.execute("UPDATE account SET email = 'a' WHERE id = 2");
    assertThatThrownBy(() -> migrator.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("more than once");
    database.execute("UPDATE account SET email = 'b' WHERE id = 2");
    migrator.contract(migration);
  }

  @Test
  void duplicateOfTheLastMomentLeavesNoIndexBehind() throws SQLException {
    MigrationListener late =
        new MigrationListener() {
          @Override
          public void starting(String version, PlannedStep step) {
            try {
              database.execute("INSERT INTO account VALUES (5, 'a')");
            } catch (SQLException failure) {
              throw new IllegalStateException(failure);
            }
          }
        };
    Migrator disturbed = database.migrator().listener(late).build();
    assertThatThrownBy(() -> disturbed.run(migration))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("step")
        .hasMessageContaining("no way back");
    assertThat(
            database.number(
                database.sql(
                    "SELECT COUNT(*) FROM pg_indexes WHERE indexname = 'account_email'",
                    "SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema ="
                        + " database() AND index_name = 'account_email'")))
        .isZero();
    database.execute("DELETE FROM account WHERE id = 5");
    migrator.run(migration);
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.COMPLETED);
  }

  /** The contract phase could neither go on nor back. */
  @Test
  void columnThatNoIndexTakesIsRefused() throws SQLException {
    assumeThat(database.product()).as("indexes texts of any length").isNotEqualTo("MariaDB");
    String type = database.sql("json", "text");
    database.execute("ALTER TABLE account ADD COLUMN body " + type);
    Migration wrong =
        Migration.define("2", "x").table("account", t -> t.addUnique("account_body", "body"));
    var before = database.catalog();
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("body");
    assertThat(database.catalog()).isEqualTo(before);
  }
}
