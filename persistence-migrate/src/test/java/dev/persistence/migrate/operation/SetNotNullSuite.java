package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** NULL is filled from the start and forbidden at the end. */
public abstract class SetNotNullSuite {

  private final LiveDatabase database;
  private final Migrator migrator;

  protected SetNotNullSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static final String ALL = "SELECT id, email FROM account ORDER BY id";

  private final Migration migration =
      Migration.define("1", "everybody has an address")
          .table("account", t -> t.setNotNull("email", "concat('user', id)"));

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE account (id int PRIMARY KEY, email varchar(40))",
        "INSERT INTO account VALUES (1, null), (2, 'a@b')");
  }

  @Test
  void nullOfAnOldClientIsFilledAndNotRefused() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO account (id) VALUES (3)", "UPDATE account SET email = null WHERE id = 2");
    assertThat(database.rows(ALL)).containsExactly("1|null", "2|user2", "3|user3");
  }

  @Test
  void contractForbidsNull() throws SQLException {
    migrator.run(migration);
    assertThat(database.rows(ALL)).containsExactly("1|user1", "2|a@b");
    assertThatThrownBy(() -> database.execute("UPDATE account SET email = null"))
        .isInstanceOf(SQLException.class);
    assertThat(database.catalog()).noneMatch(line -> line.contains("zz_"));
  }

  @Test
  void abortLeavesTheSchemaAsBefore() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void columnThatForbidsNullAlreadyIsRefused() {
    Migration again = Migration.define("1", "again").table("account", t -> t.setNotNull("id", "1"));
    assertThatThrownBy(() -> migrator.plan(again)).isInstanceOf(InvalidMigrationException.class);
  }
}
