package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.VerificationFailedException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A condition that binds nobody before the contract phase. */
public abstract class AddCheckSuite {

  private final LiveDatabase database;
  private final Migrator migrator;

  protected AddCheckSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private final Migration migration =
      Migration.define("1", "no debts").table("purse", t -> t.addCheck("no_debts", "money >= 0"));

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE purse (id int PRIMARY KEY, money int)",
        "INSERT INTO purse VALUES (1, 5), (2, null)");
  }

  @Test
  void bindsFromTheContractPhaseOn() throws SQLException {
    if (!database.isPostgreSql()) {
      assertThatThrownBy(() -> migrator.expand(migration))
          .isInstanceOf(InvalidMigrationException.class)
          .hasMessageContaining("copying");
      return;
    }
    migrator.expand(migration);
    database.execute("UPDATE purse SET money = 0");
    migrator.run(migration);
    assertThatThrownBy(() -> database.execute("UPDATE purse SET money = -1"))
        .isInstanceOf(SQLException.class);
    assertThat(database.catalog()).contains("no_debts|t");
  }

  @Test
  void rowsThatBreakItAreFoundBefore() throws SQLException {
    if (database.isPostgreSql()) {
      migrator.expand(migration);
      database.execute("UPDATE purse SET money = -1 WHERE id = 1");
      migrator.backfill(migration);
      assertThatThrownBy(() -> migrator.verify(migration))
          .isInstanceOfSatisfying(
              VerificationFailedException.class,
              failure ->
                  assertThat(failure.report().mismatches().get(0).keys())
                      .extracting(key -> key.values().get(0))
                      .containsExactly(1L));
    }
  }

  private void assertRefused(String name, String condition, String reason) throws SQLException {
    Migration wrong = Migration.define("2", "x").table("purse", t -> t.addCheck(name, condition));
    var before = database.catalog();
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(reason);
    assertThat(database.catalog()).isEqualTo(before);
  }

  /** The contract phase could neither go on nor back. */
  @Test
  void conditionThatOnlyAQueryMayHaveIsRefused() throws SQLException {
    if (database.isPostgreSql()) {
      assertRefused("c", "money >= (SELECT min(id) FROM purse)", "subquery");
      assertRefused("c", "money", "boolean");
    }
  }

  @Test
  void takenNameIsRefused() throws SQLException {
    database.execute("ALTER TABLE purse ADD CONSTRAINT c CHECK (id > 0)");
    assertRefused("c", "money >= 0", "taken");
  }
}
