package dev.persistence.migrate.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.ChecksumMismatchException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStatus;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.lint.ServerVersion.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of migrations on a real database. */
abstract class MigrationFolderSuite {

  private static final String NAMES =
      """
      -- @table users
      -- @add-column full_name varchar(90) not null
      -- @up concat(first_name, ' ', last_name)
      -- @down first_name: %1$s(full_name, ' ', 1)
      -- @down last_name: substr(full_name, length(%1$s(full_name, ' ', 1)) + 2)
      """;
  private static final String GREETINGS =
      """
      -- @expand
      CREATE TABLE greeting (id bigint PRIMARY KEY, word varchar(9));
      CREATE VIEW greetings AS SELECT word FROM greeting;
      -- @contract
      DROP TABLE old_greeting;
      -- @abort
      DROP VIEW greetings;
      DROP TABLE greeting;
      """;

  private final LiveDatabase database;
  private final Migrator migrator;
  @TempDir private Path folder;

  MigrationFolderSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @BeforeEach
  void create() throws SQLException, IOException {
    database.execute(
        "CREATE TABLE users (id bigint PRIMARY KEY, first_name varchar(40) NOT NULL, last_name"
            + " varchar(40) NOT NULL)",
        "INSERT INTO users VALUES (1, 'Ada', 'Lovelace')",
        "CREATE TABLE old_greeting (word varchar(9))");
    String firstWord = database.sql("split_part", "substring_index");
    Files.writeString(
        folder.resolve("20261121_01__one_display_name.sql"), NAMES.formatted(firstWord));
    Files.writeString(folder.resolve("20261121_02__greetings.sql"), GREETINGS);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private MigrationFolder read() throws IOException {
    return MigrationFolder.of(folder, database.isPostgreSql() ? Product.POSTGRESQL : Product.MYSQL);
  }

  private List<String> greetings() throws SQLException {
    return database.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%greeting%'"
            + " AND table_schema = "
            + database.sql("current_schema()", "database()")
            + " ORDER BY 1");
  }

  @Test
  void folderIsTakenInItsOrderAndAppliedOnesArePassedOver() throws Exception {
    assertThat(read().run(migrator))
        .extracting(MigrationStatus::state)
        .containsExactly(MigrationState.COMPLETED, MigrationState.COMPLETED);
    assertThat(database.rows("SELECT full_name FROM users")).containsExactly("Ada Lovelace");
    assertThat(greetings()).containsExactly("greeting", "greetings");
    Files.writeString(
        folder.resolve("20261121_03__more.yaml"), "- table: users\n- add-column: age int");
    assertThat(read().run(migrator)).hasSize(3);
    assertThat(database.rows("SELECT age FROM users")).containsExactly("null");
  }

  @Test
  void runStopsAtTheFirstGate() throws Exception {
    Migrator patient =
        Migrator.builder(database.dataSource()).gate(Duration.ofDays(1), Duration.ZERO).build();
    assertThat(read().run(patient))
        .extracting(MigrationStatus::state)
        .containsExactly(MigrationState.SWITCHED);
    assertThat(migrator.run(read().migrations().get(0)).state())
        .isEqualTo(MigrationState.COMPLETED);
  }

  @Test
  void abortRunsItsStatementsInTheirOrder() throws Exception {
    Migration greetings = read().find("20261121_02").orElseThrow();
    migrator.expand(greetings);
    migrator.abort(greetings);
    assertThat(greetings()).containsExactly("old_greeting");
  }

  @Test
  void changedFileIsRefused() throws Exception {
    read().run(migrator);
    Files.writeString(
        folder.resolve("20261121_02__greetings.sql"),
        GREETINGS.replace("varchar(9)", "varchar(8)"));
    MigrationFolder changed = read();
    assertThatThrownBy(() -> changed.run(migrator)).isInstanceOf(ChecksumMismatchException.class);
  }
}
