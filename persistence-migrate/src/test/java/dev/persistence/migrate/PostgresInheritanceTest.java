package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables of PostgreSQL of which others are kinds: each has triggers of its own. */
@WithPostgres
class PostgresInheritanceTest {

  /** Whatever would set up triggers, or fill rows, on a table named person. */
  private static final Map<String, Consumer<TableChanges>> CHANGES =
      Map.of(
          "add", t -> t.addColumn("x", "text").up("note"),
          "rename", t -> t.renameColumn("note", "x"),
          "type", t -> t.changeType("note", "x", "text").up("note").down("x"),
          "merge", PostgresInheritanceTest::merge,
          "split", PostgresInheritanceTest::split,
          "forbid", t -> t.setNotNull("note", "''"),
          "allow", t -> t.dropNotNull("first_name", "''"),
          "drop", t -> t.dropColumn("first_name", "''"),
          "move", t -> t.moveColumn("note", TableName.of("other"), "person_id"));

  private final LiveDatabase database;
  private final Migrator migrator;

  PostgresInheritanceTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migrator = database.migrator().build();
  }

  private static void merge(TableChanges table) {
    table
        .mergeColumns(List.of("first_name", "last_name"), "x", "text")
        .notNull()
        .up("concat(first_name, ' ', last_name)")
        .down("first_name", "split_part(x, ' ', 1)")
        .down("last_name", "split_part(x, ' ', 2)");
  }

  private static void split(TableChanges table) {
    SplitChange note = table.splitColumn("note", "concat(x, y)");
    note.into("x", "text").up("left(note, 1)");
    note.into("y", "text").up("substr(note, 2)");
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, 3);
    database.execute(
        "CREATE TABLE other (person_id int PRIMARY KEY REFERENCES person)",
        "INSERT INTO other SELECT id FROM person");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static Migration migration(Consumer<TableChanges> change) {
    return Migration.define("1", "x").table("person", change);
  }

  @Test
  void tableFromWhichOthersInheritIsRefusedByThePlan() throws SQLException {
    for (Consumer<TableChanges> change : CHANGES.values()) {
      assertThat(migrator.plan(migration(change)).steps()).isNotEmpty();
    }
    database.execute("CREATE TABLE employee (salary int) INHERITS (person)");
    CHANGES.forEach(
        (name, change) ->
            assertThatThrownBy(() -> migrator.plan(migration(change)))
                .as(name)
                .isInstanceOf(InvalidMigrationException.class)
                .hasMessageContaining("inherit")
                .hasMessageContaining("employee"));
  }

  @Test
  void otherTableOfAMoveFromWhichOthersInheritIsRefusedByThePlan() throws SQLException {
    database.execute("CREATE TABLE special () INHERITS (other)");
    Migration moving = migration(t -> t.moveColumn("note", TableName.of("other"), "person_id"));
    assertThatThrownBy(() -> migrator.plan(moving))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("special");
  }

  /** The contract phase could neither drop it nor go back. */
  @Test
  void inheritedColumnIsRefusedByThePlanAndAnotherOneIsNot() throws SQLException {
    database.execute(
        "CREATE TABLE employee (salary int, PRIMARY KEY (id)) INHERITS (person)",
        "INSERT INTO employee SELECT id, first_name, last_name, note, 7 FROM person");
    Migration inherited =
        Migration.define("1", "x").table("employee", t -> t.renameColumn("note", "remark"));
    assertThatThrownBy(() -> migrator.plan(inherited))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("inherited");
    Migration own =
        Migration.define("2", "x").table("employee", t -> t.renameColumn("salary", "pay"));
    assertThat(migrator.run(own).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(database.rows("SELECT DISTINCT pay FROM employee")).containsExactly("7");
  }

  /** The server makes none of them beside writers, and the contract phase could not go back. */
  @Test
  void indexOfAPartitionedTableIsRefusedByThePlan() throws SQLException {
    database.execute(
        "CREATE TABLE event (id int PRIMARY KEY, note text) PARTITION BY RANGE (id)",
        "CREATE INDEX event_note ON event (note)");
    List<Consumer<TableChanges>> changes =
        List.of(
            t -> t.createIndex("i", "note"),
            t -> t.addUnique("u", "id", "note"),
            t -> t.dropIndex("event_note"));
    for (Consumer<TableChanges> change : changes) {
      assertThatThrownBy(() -> migrator.plan(Migration.define("1", "x").table("event", change)))
          .isInstanceOf(InvalidMigrationException.class)
          .hasMessageContaining("partitioned");
    }
  }
}
