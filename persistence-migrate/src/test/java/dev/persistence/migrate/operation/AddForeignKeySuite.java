package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.VerificationFailedException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that another table must have, from the contract phase on. */
public abstract class AddForeignKeySuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "no orphans")
          .table("line", t -> t.addForeignKey("line_bill", "bill", TableName.of("bill"), "id"));

  protected AddForeignKeySuite(LiveDatabase database) {
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
        "CREATE TABLE bill (id int PRIMARY KEY, number int)",
        "CREATE TABLE line (id int PRIMARY KEY, bill int)",
        "INSERT INTO bill VALUES (1, 1)",
        "INSERT INTO line VALUES (1, 1), (2, null)");
  }

  @Test
  void bindsFromTheContractPhaseOn() throws SQLException {
    migrator.expand(migration);
    database.execute("INSERT INTO line VALUES (3, 7)", "DELETE FROM line WHERE id = 3");
    migrator.run(migration);
    assertThatThrownBy(() -> database.execute("INSERT INTO line VALUES (3, 7)"))
        .isInstanceOf(SQLException.class);
    assertThat(database.catalog()).anyMatch(line -> line.startsWith("line_bill"));
  }

  @Test
  void orphansAreFoundBeforeAndNothingIsChanged() throws SQLException {
    database.execute("INSERT INTO line VALUES (3, 7)");
    var before = database.catalog();
    migrator.expand(migration);
    migrator.backfill(migration);
    assertThatThrownBy(() -> migrator.verify(migration))
        .isInstanceOfSatisfying(
            VerificationFailedException.class,
            failure ->
                assertThat(failure.report().mismatches().get(0).keys())
                    .extracting(key -> key.values().get(0))
                    .containsExactly(3L));
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void columnThatIsNoKeyIsRefused() {
    Migration wrong =
        Migration.define("1", "x")
            .table("line", t -> t.addForeignKey("f", "bill", TableName.of("bill"), "number"));
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("not unique");
  }

  private void assertRefused(String column, String reason) throws SQLException {
    Migration wrong =
        Migration.define("1", "x")
            .table("line", t -> t.addForeignKey("line_bill", column, TableName.of("bill"), "id"));
    var before = database.catalog();
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(reason);
    assertThat(database.catalog()).isEqualTo(before);
  }

  /** It would be taken for the one that is asked for. */
  @Test
  void takenNameIsRefused() throws SQLException {
    database.execute("ALTER TABLE line ADD CONSTRAINT line_bill UNIQUE (bill)");
    assertRefused("bill", "taken");
  }

  /** The contract phase could neither go on nor back. */
  @Test
  void columnOfATypeThatCannotReferIsRefused() throws SQLException {
    database.execute(
        "ALTER TABLE line ADD COLUMN wide bigint, ADD COLUMN said varchar(20)",
        database.sql("SELECT 1", "ALTER TABLE line ADD COLUMN positive int unsigned"));
    if (database.isPostgreSql()) {
      assertRefused("said", "operator");
    } else {
      for (String column : List.of("wide", "said", "positive")) {
        assertRefused(column, "no foreign key");
      }
    }
  }
}
