package dev.persistence.migrate.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.NickNames;
import dev.persistence.migrate.file.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of Flyway's that goes on with ours, and Flyway with its own. */
abstract class FlywaySuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  @TempDir private Path theirs;
  @TempDir private Path ours;

  FlywaySuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @BeforeEach
  void migrateWithFlyway() throws IOException {
    Files.writeString(
        theirs.resolve("V1__users.sql"),
        "CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40));"
            + "INSERT INTO users VALUES (1, 'Ada');");
    assertThat(flyway().migrate().migrationsExecuted).isEqualTo(1);
    NickNames.writeTo(ours);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(database.dataSource())
        .locations("filesystem:" + theirs)
        .load();
  }

  private void migrateWithBoth() throws IOException {
    Flyway.configure()
        .dataSource(database.dataSource())
        .locations("filesystem:" + theirs)
        .callbacks(new MigrateAfterFlyway(folder(), migrator))
        .load()
        .migrate();
  }

  private MigrationFolder folder() throws IOException {
    return NickNames.folder(ours, database);
  }

  private List<String> history() throws SQLException {
    return database.rows("SELECT * FROM flyway_schema_history ORDER BY installed_rank");
  }

  @Test
  void flywayGoesOnBesideOurs() throws Exception {
    List<String> before = history();
    Migration nickNames = folder().migrations().get(0);
    migrator.expand(nickNames);
    flyway().validate();
    Files.writeString(
        theirs.resolve("V2__more.sql"), "INSERT INTO users (id, name) VALUES (2, 'Grace');");
    assertThat(flyway().migrate().migrationsExecuted).isEqualTo(1);
    assertThat(migrator.run(nickNames).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(flyway().validateWithResult().validationSuccessful).isTrue();
    assertThat(flyway().migrate().migrationsExecuted).isZero();
    assertThat(history()).hasSize(before.size() + 1).containsAll(before);
    assertThat(database.rows("SELECT id, nick FROM users ORDER BY id"))
        .containsExactly("1|ada", "2|grace");
  }

  @Test
  void callbackRunsTheFolderBehindFlywaysLock() throws Exception {
    Files.writeString(theirs.resolve("V2__more.sql"), "INSERT INTO users VALUES (2, 'Grace');");
    migrateWithBoth();
    assertThat(database.rows("SELECT nick FROM users ORDER BY id")).containsExactly("ada", "grace");
    assertThat(migrator.status(folder().migrations().get(0)).state())
        .isEqualTo(MigrationState.COMPLETED);
    migrateWithBoth();
    flyway().validate();
  }

  @Test
  void failureOfOursIsAFailureOfMigrate() throws Exception {
    Files.writeString(ours.resolve("2__wrong.sql"), "-- @table nobody\n-- @add-column a int");
    assertThatThrownBy(this::migrateWithBoth).hasStackTraceContaining("nobody");
    assertThat(flyway().validateWithResult().validationSuccessful).isTrue();
  }
}
