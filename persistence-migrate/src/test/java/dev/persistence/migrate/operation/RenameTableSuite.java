package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
import java.sql.Connection;
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

  /** In any order among the changes of columns. */
  private static Migration withColumns() {
    return Migration.define("2", "clients of another shape")
        .table(
            "customer",
            t -> {
              t.renameTable("client");
              t.addColumn("title", "varchar(40)")
                  .notNull()
                  .up("concat('Dr ', name)")
                  .down("name", "substr(title, 4)");
              t.renameColumn("code", "number");
              t.addColumn("rank", "int").up("7");
              t.dropColumn("rest", "'r'");
              t.createIndex("client_title", "title");
            });
  }

  private void createWide() throws SQLException {
    database.execute(
        "DROP TABLE customer",
        "CREATE TABLE customer (id int PRIMARY KEY, name varchar(20) NOT NULL, code int NOT NULL"
            + " DEFAULT 5, rest varchar(5) NOT NULL)",
        "INSERT INTO customer VALUES (1, 'a', 1, 'q')");
  }

  private void writeByBoth() throws SQLException {
    database.execute(
        "INSERT INTO customer (id, name, rest) VALUES (2, 'b', 'x')",
        "INSERT INTO client (id, title, number) VALUES (3, 'Dr c', 3)",
        "INSERT INTO client (id, title) VALUES (4, 'Dr d')",
        "UPDATE client SET title = 'Dr A', number = 11 WHERE id = 1",
        "UPDATE customer SET name = 'C' WHERE id = 3");
  }

  @Test
  void newNameHasTheNewColumnsAndTheOldNameTheOldOnes() throws SQLException {
    createWide();
    migrator.expand(withColumns());
    writeByBoth();
    migrator.backfill(withColumns());
    assertThat(database.rows("SELECT id, name, code FROM customer ORDER BY id"))
        .containsExactly("1|A|11", "2|b|5", "3|C|3", "4|d|5");
    assertThat(database.rows("SELECT * FROM client ORDER BY id"))
        .containsExactly("1|Dr A|11|7", "2|Dr b|5|7", "3|Dr C|3|7", "4|Dr d|5|7");
    assertThat(migrator.run(withColumns()).state()).isEqualTo(MigrationState.COMPLETED);
    database.execute("INSERT INTO client (id, title) VALUES (5, 'Dr e')");
    assertThat(database.rows("SELECT id, title, number FROM client ORDER BY id"))
        .containsExactly("1|Dr A|11", "2|Dr b|5", "3|Dr C|3", "4|Dr d|5", "5|Dr e|5");
    assertThatThrownBy(() -> database.rows("SELECT * FROM customer"))
        .isInstanceOf(SQLException.class);
    assertThat(database.catalog()).noneMatch(line -> line.contains("zz_"));
  }

  @Test
  void abortOfBothLeavesTheTableAsItWas() throws SQLException {
    createWide();
    List<String> before = database.catalog();
    Migration migration = withColumns();
    migrator.expand(migration);
    writeByBoth();
    migrator.backfill(migration);
    migrator.verify(migration);
    migrator.switchTo(migration);
    migrator.abort(migration, 10);
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(database.rows("SELECT id, name, code FROM customer ORDER BY id"))
        .containsExactly("1|A|11", "2|b|5", "3|C|3", "4|d|5");
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

  /** The view is the migrator's, and in the end the table's owner is the one of before. */
  @Test
  void ownerOfTheTableUsesTheNewName() throws SQLException {
    assumeThat(database.isPostgreSql()).as("has owners").isTrue();
    String owner = "owner_" + Long.toHexString(System.nanoTime());
    database.execute(
        "CREATE ROLE " + owner,
        "GRANT USAGE ON SCHEMA public TO " + owner,
        "ALTER TABLE customer OWNER TO " + owner);
    try {
      migrator.expand(migration);
      as(owner, "INSERT INTO client VALUES (2, 'b')", "DELETE FROM client WHERE id = 1");
      assertThat(database.rows("SELECT id, name FROM client")).containsExactly("2|b");
    } finally {
      database.execute("ALTER TABLE IF EXISTS customer OWNER TO CURRENT_USER");
      database.execute("DROP OWNED BY " + owner);
      database.execute("DROP ROLE " + owner);
    }
  }

  private void as(String role, String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      LiveDatabase.execute(connection, "SET ROLE " + role);
      try {
        LiveDatabase.execute(connection, statements);
      } finally {
        LiveDatabase.execute(connection, "RESET ROLE");
      }
    }
  }

  /** Whose steps know the table by its name of before. */
  @Test
  void otherMigrationsOfTheTableComeFirst() throws SQLException {
    Migration other =
        Migration.define("2", "x").table("customer", t -> t.addColumn("title", "text").up("name"));
    migrator.expand(other);
    assertThatThrownBy(() -> migrator.expand(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("[2]");
    migrator.abort(other);
    migrator.expand(migration);
    migrator.expand(other);
    assertThat(migrator.run(migration).state()).isEqualTo(MigrationState.SWITCHED);
    assertThatThrownBy(() -> migrator.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("[2]");
    migrator.run(other);
    assertThat(migrator.run(migration).state()).isEqualTo(MigrationState.COMPLETED);
  }
}
