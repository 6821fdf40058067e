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

/** Two names for one table, until no old version is left. */
public abstract class RenameTableSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "clients").table("customer", t -> t.renameTable("client"));

  protected RenameTableSuite(LiveDatabase database) {
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
        "CREATE TABLE customer (id int PRIMARY KEY, name varchar(20) DEFAULT 'x')",
        "INSERT INTO customer VALUES (1, 'a')");
  }

  @Test
  void bothNamesReadAndWriteTheSameRows() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO client (id) VALUES (2)",
        "UPDATE client SET name = 'b' WHERE id = 1",
        "INSERT INTO client VALUES (2, 'c')"
            + database.sql(
                " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name",
                " ON DUPLICATE KEY UPDATE name = VALUES(name)"),
        "INSERT INTO customer VALUES (3, 'd')",
        "DELETE FROM customer WHERE id = 1");
    assertThat(database.rows("SELECT id, name FROM client ORDER BY id"))
        .containsExactly("2|c", "3|d")
        .isEqualTo(database.rows("SELECT id, name FROM customer ORDER BY id"));
  }

  @Test
  void contractGivesTheTableItsName() throws SQLException {
    migrator.run(migration);
    database.execute("INSERT INTO client (id) VALUES (2)");
    assertThat(database.rows("SELECT id, name FROM client ORDER BY id"))
        .containsExactly("1|a", "2|x");
    assertThatThrownBy(() -> database.rows("SELECT * FROM customer"))
        .isInstanceOf(SQLException.class);
    assertThat(database.catalog()).noneMatch(line -> line.startsWith("zz_"));
  }

  @Test
  void abortKeepsTheOldName() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(migration);
    database.execute("INSERT INTO client (id) VALUES (2)");
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(database.rows("SELECT id FROM customer")).hasSize(2);
  }

  @Test
  void takenNameIsRefused() throws SQLException {
    database.execute("CREATE TABLE client (id int)");
    assertThatThrownBy(() -> migrator.plan(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("taken");
  }

  @Test
  void rightsOnTheTableAreGivenOnTheNewName() throws SQLException {
    if (!database.isPostgreSql()) {
      return;
    }
    String role = "reader_" + Long.toHexString(System.nanoTime());
    database.execute("CREATE ROLE " + role, "GRANT SELECT ON customer TO " + role);
    migrator.expand(migration);
    assertThat(
            database.rows(
                "SELECT has_table_privilege('"
                    + role
                    + "', 'client', 'SELECT'),"
                    + " has_table_privilege('"
                    + role
                    + "', 'client', 'UPDATE')"))
        .containsExactly("t|f");
    database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
  }
}
