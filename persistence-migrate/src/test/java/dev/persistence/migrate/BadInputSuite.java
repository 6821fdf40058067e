package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.internal.engine.Engine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever does not fit the database is refused before anything was changed. */
abstract class BadInputSuite {

  private final LiveDatabase database;
  private final Migrator migrator;

  BadInputSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, 5);
    database.execute("UPDATE person SET note = 'abc'");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private void assertRefused(String reason, String table, Consumer<TableChanges> changes)
      throws SQLException {
    Migration bad = Migration.define("1", "bad").table(table, changes);
    List<String> before = database.catalog();
    assertThatThrownBy(() -> migrator.plan(bad))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> migrator.expand(bad)).isInstanceOf(InvalidMigrationException.class);
    assertThat(migrator.status(bad).state()).isEqualTo(MigrationState.PLANNED);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void connectionWithoutASchemaIsRefused() throws SQLException {
    try (Connection connection = nowhere()) {
      assertThatThrownBy(() -> Engine.of(connection))
          .isInstanceOf(InvalidMigrationException.class)
          .hasMessageContaining("names no database");
    }
  }

  private Connection nowhere() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      String url = connection.getMetaData().getURL();
      Connection nowhere =
          DriverManager.getConnection(
              database.isPostgreSql() ? url : url.replaceFirst("(://[^/]+/)[^?]*", "$1"));
      if (database.isPostgreSql()) {
        LiveDatabase.execute(nowhere, "SET search_path = ''");
      }
      return nowhere;
    }
  }

  @Test
  void unknownTableIsRefused() throws SQLException {
    assertRefused("people", "people", t -> t.dropColumn("x"));
  }

  @Test
  void unknownColumnIsRefusedWithThoseThatThereAre() throws SQLException {
    assertRefused("first_name", "person", t -> t.dropColumn("x"));
  }

  @Test
  void unknownColumnInAnExpressionIsRefused() throws SQLException {
    assertRefused("no_such", "person", t -> t.addColumn("x", "int").up("no_such + 1"));
  }

  @Test
  void unknownTypeIsRefused() throws SQLException {
    assertRefused("textt", "person", t -> t.addColumn("x", "textt"));
  }

  @Test
  void nonsensicalDefaultIsRefused() throws SQLException {
    assertRefused("fails", "person", t -> t.addColumn("x", "int").defaultTo("'no number'"));
  }

  @Test
  void takenColumnNameIsRefused() throws SQLException {
    assertRefused("already", "person", t -> t.addColumn("note", "int"));
  }

  @Test
  void takenIndexNameIsRefused() throws SQLException {
    database.execute("CREATE INDEX by_note ON person (note)");
    assertRefused("taken", "person", t -> t.createIndex("by_note", "id"));
  }

  @Test
  void valueThatFailsOnARowIsRefused() throws SQLException {
    String up = database.sql("CAST(note AS integer)", "CAST(note AS signed)");
    assertRefused("abc", "person", t -> t.addColumn("x", "int").up(up));
  }

  @Test
  void valueThatIsTooLongForTheColumnIsRefused() throws SQLException {
    assertRefused("the value of", "person", t -> t.addColumn("x", "varchar(3)").up("first_name"));
  }

  @Test
  void valueThatFailsOnNullIsRefusedThoughNoRowHoldsIt() throws SQLException {
    String up = database.sql("first_name || note", "concat(first_name, note)");
    assertRefused(
        "where [note] is NULL", "person", t -> t.addColumn("x", "varchar(99)").notNull().up(up));
  }

  @Test
  void valueInPlaceOfNullThatIsNullItselfIsRefused() throws SQLException {
    assertRefused("note", "person", t -> t.setNotNull("note", "upper(note)"));
  }

  @Test
  void oldValueThatDoesNotFitTheOldColumnIsRefused() throws SQLException {
    assertRefused(
        "[note]",
        "person",
        t -> t.addColumn("x", "varchar(80)").up("note").down("note", "concat(x, repeat('x', 50))"));
  }

  @Test
  void nullInANewColumnThatTheOldOneForbidsIsRefused() throws SQLException {
    assertRefused(
        "where \"x\" is NULL",
        "person",
        t -> t.addColumn("x", "varchar(80)").up("first_name").down("first_name", "x"));
  }

  /** PostgreSQL's would take it for NULL, and wipe out what the backfill has filled. */
  @Test
  void valueThatTheServerComputesIsReadWhereTriggersKnowItAndElseRefused() throws SQLException {
    database.execute(
        "ALTER TABLE person ADD COLUMN shout varchar(80) GENERATED ALWAYS AS (upper(note)) STORED");
    if (!database.isPostgreSql()) {
      Migration following =
          Migration.define("1", "x")
              .table("person", t -> t.addColumn("x", "varchar(99)").up("trim(shout)"));
      migrator.expand(following);
      database.execute("UPDATE person SET note = 'new' WHERE id = 1");
      assertThat(database.rows("SELECT x FROM person WHERE id = 1")).containsExactly("NEW");
      return;
    }
    assertRefused("[shout]", "person", t -> t.addColumn("x", "varchar(99)").up("trim(shout)"));
    assertRefused("[shout]", "person", t -> t.dropColumn("last_name", "coalesce(shout, 'x')"));
    assertRefused(
        "[shout]",
        "person",
        t ->
            t.addColumn("x", "varchar(80)")
                .up("first_name")
                .down("first_name", "coalesce(x, shout, '')"));
    Migration literal =
        Migration.define("2", "said, not read")
            .table("person", t -> t.addColumn("x", "varchar(99)").up("concat('shout ', note)"));
    assertThat(migrator.plan(literal).steps()).isNotEmpty();
  }

  @Test
  void numberOfTheServerIsReadWhereTriggersKnowItAndElseRefused() throws SQLException {
    database.execute(
        database.sql(
            "CREATE TABLE numbered (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int)",
            "CREATE TABLE numbered (id int AUTO_INCREMENT PRIMARY KEY, a int)"),
        "INSERT INTO numbered (a) VALUES (7)");
    if (!database.isPostgreSql()) {
      assertRefused("[id]", "numbered", t -> t.addColumn("x", "int").up("id + 1"));
      return;
    }
    Migration following =
        Migration.define("1", "x").table("numbered", t -> t.addColumn("x", "int").up("id + 1"));
    migrator.expand(following);
    database.execute("INSERT INTO numbered (a) VALUES (8)");
    assertThat(database.rows("SELECT x FROM numbered ORDER BY id")).containsExactly("null", "3");
  }

  /** What follows from it would be stale for good, since MySQL and MariaDB set off no trigger. */
  @Test
  void valueThatAForeignKeyChangesIsReadWhereTriggersKnowItAndElseRefused() throws SQLException {
    database.execute(
        "CREATE TABLE town (id int PRIMARY KEY)",
        "CREATE TABLE shop (id int PRIMARY KEY, town int,"
            + " FOREIGN KEY (town) REFERENCES town (id) ON DELETE SET NULL)",
        "INSERT INTO town VALUES (1)",
        "INSERT INTO shop VALUES (7, 1)");
    if (!database.isPostgreSql()) {
      assertRefused("[town]", "shop", t -> t.addColumn("place", "int").up("town + 1"));
      return;
    }
    migrator.expand(
        Migration.define("1", "x").table("shop", t -> t.addColumn("place", "int").up("town + 1")));
    database.execute("UPDATE shop SET town = town", "DELETE FROM town");
    assertThat(database.rows("SELECT place FROM shop")).containsExactly("null");
  }

  @Test
  void replacedColumnWithoutAWayBackIsRefused() throws SQLException {
    assertRefused("lost", "person", t -> t.changeType("note", "x", "varchar(80)").up("note"));
  }

  @Test
  void dropOfAColumnThatTheNewVersionCouldNotLeaveOutIsRefused() throws SQLException {
    assertRefused("Give it a down", "person", t -> t.dropColumn("first_name"));
  }

  @Test
  void changedTextAndAnotherMigrationOfTheSameVersionAreRefused() throws SQLException {
    migrator.expand(Migration.define("1", "x").table("person", t -> t.addColumn("x", "int")));
    Migration other =
        Migration.define("1", "x").table("person", t -> t.addColumn("x", "varchar(9)"));
    assertThatThrownBy(() -> migrator.backfill(other))
        .isInstanceOf(ChecksumMismatchException.class);
    assertThatThrownBy(() -> migrator.expand(other)).isInstanceOf(ChecksumMismatchException.class);
  }
}
