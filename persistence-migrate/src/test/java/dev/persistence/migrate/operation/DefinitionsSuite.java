package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.TableChanges;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What belongs to a column of MySQL or MariaDB beside its type, and must not get lost. */
abstract class DefinitionsSuite {

  private final LiveDatabase database;
  private final Migrator migrator;

  DefinitionsSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private void create(String column) throws SQLException {
    database.execute("CREATE TABLE thing (id int PRIMARY KEY, note varchar(9), " + column + ")");
  }

  private static Migration migration(Consumer<TableChanges> changes) {
    return Migration.define("1", "x").table("thing", changes);
  }

  private String definition(String column) throws SQLException {
    return database
        .rows(
            "SELECT column_default, extra, column_comment FROM information_schema.columns"
                + " WHERE table_schema = DATABASE() AND table_name = 'thing' AND column_name = '"
                + column
                + "'")
        .get(0);
  }

  private static final String DEFINITIONS =
      """
      a varchar(20) NOT NULL DEFAULT (concat('it''s', '\\\\', 'x'))
      a text NOT NULL DEFAULT ('it''s')
      a varbinary(20) NOT NULL DEFAULT 0x6162
      a datetime(3) NOT NULL DEFAULT '2020-02-02' ON UPDATE CURRENT_TIMESTAMP(3)
      a datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT 'it''s'
      a varchar(9) NOT NULL DEFAULT 'q' COMMENT 'a note'
      a varchar(9) NOT NULL DEFAULT 'q' INVISIBLE
      """;

  /** As {@code updated_at}, which nobody would have updated any more. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = DEFINITIONS)
  void renamedColumnHasTheDefinitionOfBefore(String column) throws SQLException {
    create(column);
    String before = definition("a");
    migrator.run(migration(t -> t.renameColumn("a", "b")));
    assertThat(definition("b")).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = DEFINITIONS)
  void columnThatAllowsNullOrForbidsItHasTheDefinitionOfBefore(String column) throws SQLException {
    create(column);
    String before = definition("a");
    boolean forbids = column.contains("NOT NULL");
    Migration changing =
        migration(
            forbids
                ? t -> t.dropNotNull("a", "'2020-02-02'")
                : t -> t.setNotNull("a", "'2020-02-02'"));
    migrator.expand(changing);
    if (forbids) {
      assertThat(definition("a")).isEqualTo(before);
      migrator.abort(changing);
    } else {
      migrator.run(changing);
    }
    assertThat(definition("a")).isEqualTo(before);
  }

  @Test
  void conditionOfAColumnStays() throws SQLException {
    create("a int CHECK (a > 0)");
    migrator.run(migration(t -> t.setNotNull("a", "1")));
    assertThatThrownBy(() -> database.execute("INSERT INTO thing (id, a) VALUES (1, -1)"))
        .isInstanceOf(SQLException.class);
    database.execute("INSERT INTO thing (id, a) VALUES (1, 1)");
  }

  /** MySQL takes an expression there, and only with the whole definition. */
  @Test
  void defaultOfATextIsSetAndTakenBack() throws SQLException {
    create("a text");
    Migration setting = migration(t -> t.setDefault("a", "'first'"));
    migrator.expand(setting);
    database.execute("INSERT INTO thing (id) VALUES (1)");
    migrator.abort(setting);
    database.execute("INSERT INTO thing (id) VALUES (2)");
    migrator.run(
        Migration.define("2", "x")
            .table("thing", t -> t.addColumn("b", "text").notNull().defaultTo("'all'")));
    database.execute("INSERT INTO thing (id) VALUES (3)");
    assertThat(database.rows("SELECT a, b FROM thing ORDER BY id"))
        .containsExactly("first|all", "null|all", "null|all");
  }

  @ParameterizedTest
  @CsvSource({"nvarchar(9)", "national varchar(9)", "varchar(9)"})
  void changeOfCaseAloneIsAChangeInAnyTypeOfText(String type) throws SQLException {
    create("a varchar(9)");
    database.execute("INSERT INTO thing (id, a) VALUES (1, 'home')");
    migrator.expand(migration(t -> t.changeType("a", "b", type).up("a").down("b")));
    database.execute("UPDATE thing SET b = 'home'", "UPDATE thing SET b = 'HOME'");
    assertThat(database.rows("SELECT a, b FROM thing")).containsExactly("HOME|HOME");
    database.execute("UPDATE thing SET a = 'Home'");
    assertThat(database.rows("SELECT a, b FROM thing")).containsExactly("Home|Home");
  }

  private void assertRefused(String reason, Consumer<TableChanges> changes) throws SQLException {
    List<String> before = database.catalog();
    assertThatThrownBy(() -> migrator.expand(migration(changes)))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(reason);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"int, decimal(9)", "datetime, date", "text, varchar(9)", "binary(9), varchar(9)"})
  void keyOfAnotherKindOfTypeIsRefused(String type, String parentType) throws SQLException {
    create("a " + type);
    database.execute("CREATE TABLE parent (id " + parentType + " PRIMARY KEY)");
    assertRefused(
        "parent_of", t -> t.addForeignKey("parent_of", "a", TableName.of("parent"), "id"));
  }

  @ParameterizedTest
  @CsvSource({"DELETE", "UPDATE"})
  void notNullWhereAKeyPutsNullIsRefused(String event) throws SQLException {
    database.execute("CREATE TABLE parent (id int PRIMARY KEY)");
    create("a int, FOREIGN KEY (a) REFERENCES parent (id) ON " + event + " SET NULL");
    assertRefused("to NULL: [thing_ibfk_1]", t -> t.setNotNull("a", "1"));
  }

  @Test
  void keysOfOtherColumnsGoOnCascading() throws SQLException {
    database.execute("CREATE TABLE parent (id int PRIMARY KEY)", "INSERT INTO parent VALUES (1)");
    create("a int, parent int, FOREIGN KEY (parent) REFERENCES parent (id) ON UPDATE CASCADE");
    database.execute(
        "CREATE TABLE child (thing int,"
            + " FOREIGN KEY (thing) REFERENCES thing (id) ON DELETE CASCADE ON UPDATE CASCADE)",
        "INSERT INTO thing (id, a, parent) VALUES (1, 7, 1)",
        "INSERT INTO child VALUES (1)");
    Migration renaming = migration(t -> t.renameColumn("a", "b"));
    migrator.expand(renaming);
    database.execute("UPDATE parent SET id = 2", "UPDATE thing SET id = 3, b = 8");
    assertThat(database.rows("SELECT id, a, b, parent FROM thing")).containsExactly("3|8|8|2");
    migrator.run(renaming);
    assertThat(database.rows("SELECT thing FROM child")).containsExactly("3");
    database.execute("DELETE FROM thing");
    assertThat(database.number("SELECT COUNT(*) FROM child")).isZero();
  }
}
