package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
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
}
