package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MoveChange;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When a column cannot move to another table; how it does is in {@code PostgresMoveColumnSuite}.
 */
public abstract class MoveColumnSuite {

  private static final String TARGET =
      "CREATE TABLE contacts (user_id int UNIQUE, email varchar(40), CONSTRAINT contacts_of_user"
          + " FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)";

  private final LiveDatabase database;

  protected MoveColumnSuite(LiveDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, phone varchar(20), name varchar(20))",
        "INSERT INTO users VALUES (1, 'p1', 'a')");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static Migration moving(Consumer<MoveChange> more) {
    return Migration.define("1", "phones among contacts")
        .table(
            "users", t -> more.accept(t.moveColumn("phone", TableName.of("contacts"), "user_id")));
  }

  private void assertRefused(String reason, Consumer<MoveChange> more, String... before)
      throws SQLException {
    database.execute(before);
    List<String> catalog = database.catalog();
    assertThatThrownBy(() -> database.migrator().build().expand(moving(more)))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(database.sql(reason, "MySQL and MariaDB let no trigger write"));
    assertThat(database.catalog()).isEqualTo(catalog);
    database.execute("DROP TABLE contacts");
  }

  @Test
  void elsewhereThanOnPostgresItIsRefused() throws SQLException {
    database.execute(TARGET);
    Migration migration = moving(MoveChange::createMissing);
    if (database.isPostgreSql()) {
      assertThat(database.migrator().build().plan(migration).steps()).isNotEmpty();
    } else {
      assertThatThrownBy(() -> database.migrator().build().plan(migration))
          .isInstanceOf(InvalidMigrationException.class)
          .hasMessageContaining("let the application write both");
    }
  }

  @Test
  void targetWithoutAReferenceOfItsOwnToEachRowIsRefused() throws SQLException {
    assertRefused(
        "does not refer to",
        MoveChange::createMissing,
        "CREATE TABLE contacts (user_id int UNIQUE, email varchar(40))");
    assertRefused(
        "several rows of", MoveChange::createMissing, TARGET.replace("UNIQUE", "NOT NULL"));
  }

  @Test
  void valuesWithoutARowToGoToAreRefused() throws SQLException {
    assertRefused("1 rows of \"users\" hold a \"phone\"", move -> {}, TARGET);
  }

  @Test
  void rowsThatCannotBeCreatedAreRefused() throws SQLException {
    assertRefused(
        "could not delete a row",
        MoveChange::createMissing,
        TARGET.replace(" ON DELETE CASCADE", ""));
    assertRefused(
        "no value for \"email\"",
        MoveChange::createMissing,
        TARGET.replace("email varchar(40)", "email varchar(40) NOT NULL"));
    assertRefused(
        "a row of \"public.contacts\" that is created fails",
        MoveChange::createMissing,
        TARGET.replace("email varchar(40)", "email varchar(40) DEFAULT 'x' CHECK (email <> 'x')"));
  }

  @Test
  void columnThatOldOrNewVersionsCouldNotLeaveOutIsRefused() throws SQLException {
    assertRefused(
        "default of \"phone\"",
        MoveChange::createMissing,
        TARGET,
        "ALTER TABLE users ALTER COLUMN phone SET DEFAULT 'none'");
    assertRefused(
        "forbids NULL",
        MoveChange::createMissing,
        TARGET,
        database.sql(
            "ALTER TABLE users ALTER COLUMN phone SET NOT NULL",
            "ALTER TABLE users MODIFY phone varchar(20) NOT NULL"));
  }

  @Test
  void columnThatTakesAnIndexAlongIsRefused() throws SQLException {
    assertRefused(
        "would take with it",
        MoveChange::createMissing,
        TARGET,
        "CREATE INDEX by_phone ON users (phone)");
  }

  @Test
  void nameThatIsTakenIsRefused() throws SQLException {
    database.execute(TARGET, "ALTER TABLE contacts ADD COLUMN phone int");
    assertThatThrownBy(() -> database.migrator().build().plan(moving(move -> {})))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("has a column \"phone\" already");
  }
}
