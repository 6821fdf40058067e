package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.DataLossException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** NULL that the new version may write from the start. */
public abstract class DropNotNullSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "no fax").table("office", t -> t.dropNotNull("fax", "'none'"));

  protected DropNotNullSuite(LiveDatabase database) {
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
        "CREATE TABLE office (id int PRIMARY KEY, fax varchar(20) NOT NULL DEFAULT 'x')",
        "INSERT INTO office VALUES (1, '123')");
  }

  @Test
  void nullIsAllowedFromTheStartOnAndStays() throws SQLException {
    migrator.expand(migration);
    database.execute("INSERT INTO office VALUES (2, null)");
    migrator.run(migration);
    database.execute("INSERT INTO office VALUES (3, null)", "INSERT INTO office (id) VALUES (4)");
    assertThat(database.rows("SELECT fax FROM office ORDER BY id"))
        .containsExactly("123", "null", "null", "x");
  }

  @Test
  void abortFillsWhatWasNull() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(migration);
    database.execute("INSERT INTO office VALUES (2, null)");
    assertThatThrownBy(() -> migrator.abort(migration)).isInstanceOf(DataLossException.class);
    migrator.abort(migration, 1);
    assertThat(database.rows("SELECT fax FROM office ORDER BY id")).containsExactly("123", "none");
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void columnThatAllowsNullAlreadyIsRefused() throws SQLException {
    database.execute("ALTER TABLE office ADD COLUMN city varchar(20)");
    Migration again = Migration.define("1", "x").table("office", t -> t.dropNotNull("city", "''"));
    assertThatThrownBy(() -> migrator.plan(again)).isInstanceOf(InvalidMigrationException.class);
  }

  @Test
  void columnOfTheKeyIsRefused() {
    Migration key = Migration.define("1", "x").table("office", t -> t.dropNotNull("id", "1"));
    assertThatThrownBy(() -> migrator.plan(key))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("key");
  }
}
