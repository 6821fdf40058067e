package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A column that follows from two others, and that they follow. */
public abstract class AddColumnSuite {

  private static final String ALL =
      "SELECT id, first_name, last_name, full_name FROM person ORDER BY id";

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration;

  protected AddColumnSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
    String up =
        database.sql("first_name || ' ' || last_name", "concat(first_name, ' ', last_name)");
    String first =
        database.sql("split_part(full_name, ' ', 1)", "substring_index(full_name, ' ', 1)");
    String last =
        database.sql(
            "substr(full_name, strpos(full_name, ' ') + 1)",
            "substr(full_name, locate(' ', full_name) + 1)");
    this.migration =
        Migration.define("20261121_01", "one display name")
            .table(
                "person",
                t ->
                    t.addColumn("full_name", "varchar(80)")
                        .notNull()
                        .up(up)
                        .down("first_name", first)
                        .down("last_name", last));
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE person (id int PRIMARY KEY, first_name varchar(40) NOT NULL,"
            + " last_name varchar(40) NOT NULL, note varchar(40))",
        "INSERT INTO person VALUES (1, 'Ada', 'Lovelace', null), (2, 'Alan', 'Turing', null)");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void oldClientsWriteBothSides() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO person (id, first_name, last_name) VALUES (3, 'Grace', 'Hopper')",
        "UPDATE person SET last_name = 'King' WHERE id = 1");
    assertThat(database.rows(ALL))
        .containsExactly(
            "1|Ada|King|Ada King", "2|Alan|Turing|null", "3|Grace|Hopper|Grace Hopper");
  }

  @Test
  void newClientsWriteBothSides() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO person (id, full_name) VALUES (3, 'Grace Hopper')",
        "UPDATE person SET full_name = 'Ada King' WHERE id = 1");
    assertThat(database.rows(ALL))
        .containsExactly(
            "1|Ada|King|Ada King", "2|Alan|Turing|null", "3|Grace|Hopper|Grace Hopper");
  }

  @Test
  void unrelatedUpdateOfAnOldClientKeepsWhatOnlyTheNewSideKnows() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "UPDATE person SET full_name = 'Ada' WHERE id = 1",
        "UPDATE person SET note = 'x', first_name = first_name, last_name = last_name"
            + " WHERE id = 1");
    assertThat(database.rows(ALL)).contains("1|Ada|Ada|Ada");
  }

  /** An old column that forbids NULL is none of the migration's if it only sounds like one. */
  @Test
  void columnWhoseNameIsAPartOfAnotherOneStays() throws SQLException {
    database.execute("ALTER TABLE person ADD COLUMN name varchar(40) NOT NULL DEFAULT 'x'");
    database.execute("ALTER TABLE person ALTER COLUMN name DROP DEFAULT");
    migrator.run(migration);
    database.execute("INSERT INTO person (id, name, full_name) VALUES (3, 'y', 'Grace Hopper')");
    assertThat(database.rows("SELECT name, full_name FROM person ORDER BY id"))
        .containsExactly("x|Ada Lovelace", "x|Alan Turing", "y|Grace Hopper");
  }

  @Test
  void writeToBothSidesThatDisagreeIsCountedAndTheNewSideWins() throws SQLException {
    migrator.expand(migration);
    database.execute("UPDATE person SET full_name = 'A B', first_name = 'C' WHERE id = 1");
    assertThat(database.rows(ALL)).contains("1|A|B|A B");
    assertThat(migrator.status(migration).conflicts()).isEqualTo(1);
  }

  @Test
  void writeToBothSidesThatAgreeIsNoConflict() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "UPDATE person SET full_name = 'A B', first_name = 'A', last_name = 'B' WHERE id = 1",
        "INSERT INTO person (id, first_name, last_name, full_name) VALUES (3, 'A', 'B', 'A B')");
    assertThat(database.rows(ALL)).contains("1|A|B|A B", "3|A|B|A B");
    assertThat(migrator.status(migration).conflicts()).isZero();
  }

  @Test
  void afterContractOnlyTheNewColumnIsNeeded() throws SQLException {
    migrator.run(migration);
    database.execute("INSERT INTO person (id, full_name) VALUES (3, 'Grace Hopper')");
    assertThat(database.rows("SELECT id, full_name FROM person ORDER BY id"))
        .containsExactly("1|Ada Lovelace", "2|Alan Turing", "3|Grace Hopper");
    assertThat(database.catalog())
        .anyMatch(line -> line.startsWith("person|full_name|") && line.contains("|NO|"))
        .noneMatch(line -> line.contains("zz_") || line.contains("first_name"));
  }

  @Test
  void abortLeavesNothingBehind() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(migration);
    migrator.backfill(migration);
    assertThat(database.catalog()).isNotEqualTo(before);
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(database.rows("SELECT first_name, last_name FROM person WHERE id = 1"))
        .containsExactly("Ada|Lovelace");
  }

  /** MySQL keeps 64 instant changes of a table, MariaDB some too. */
  @Test
  void columnThatWasAddedAndDroppedVeryOftenIsAddedAndDroppedAgain() throws SQLException {
    if (database.isPostgreSql()) {
      return;
    }
    for (int i = 0; i < 200; i++) {
      try {
        database.execute(
            "ALTER TABLE person ADD COLUMN x varchar(80), ALGORITHM=INSTANT",
            "ALTER TABLE person DROP COLUMN x, ALGORITHM=INSTANT");
      } catch (SQLException full) {
        i = 200;
      }
    }
    List<String> before = database.catalog();
    migrator.expand(migration);
    database.execute("INSERT INTO person (id, full_name) VALUES (3, 'Grace Hopper')");
    migrator.abort(migration);
    assertThat(database.rows("SELECT first_name FROM person WHERE id = 3"))
        .containsExactly("Grace");
    assertThat(database.catalog()).isEqualTo(before);
  }
}
