package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A column moves to another table by runners that crash at one statement after the other. */
abstract class PostgresMoveCrashSuite {

  private static final Migration MIGRATION =
      Migration.define("1", "phones among contacts")
          .table(
              "users",
              t -> t.moveColumn("phone", TableName.of("contacts"), "user_id").createMissing());

  private final LiveDatabase database;
  private final int stride;

  /** Crashes at each so-manieth statement. */
  PostgresMoveCrashSuite(PostgresCluster cluster, int stride) {
    this.stride = stride;
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private void begin() throws SQLException {
    database.clear();
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, phone varchar(20))",
        "CREATE TABLE contacts (user_id int PRIMARY KEY REFERENCES users ON DELETE CASCADE)",
        "INSERT INTO users SELECT g, 'p' || g FROM generate_series(1, 300) g",
        "INSERT INTO contacts SELECT g FROM generate_series(1, 150) g");
  }

  /** Returns false if there was nothing left to crash. */
  private boolean crash(int statement) throws SQLException {
    begin();
    CrashingDataSource crashing = new CrashingDataSource(database.newSessions(), statement);
    try {
      Migrator.builder(crashing)
          .gate(Duration.ZERO, Duration.ZERO)
          .flagsAge(Duration.ZERO)
          .batches(100, Duration.ofMillis(1))
          .build()
          .run(MIGRATION);
    } catch (SQLException | RuntimeException | CrashingDataSource.Crash expected) {
      // A program that has crashed is not asked how it felt.
      assertThat(expected).isNotNull();
    }
    return crashing.hasCrashed();
  }

  @Test
  void nextRunOrAbortFinishesWhatACrashLeft() throws SQLException {
    begin();
    List<String> old = database.catalog();
    Migrator migrator = database.migrator().build();
    migrator.run(MIGRATION);
    List<String> done = database.catalog();
    assertThat(database.number("SELECT count(phone) FROM contacts")).isEqualTo(300);
    int crashes = 0;
    while (crash(1 + stride * crashes)) {
      crashes++;
      MigrationState state = migrator.status(MIGRATION).state();
      boolean mayAbort = state.mayBecome(MigrationState.ABORTING);
      if (mayAbort && crashes % 2 == 0) {
        migrator.abort(MIGRATION);
        assertThat(database.catalog()).as("abort %s in %s", crashes, state).isEqualTo(old);
      } else {
        migrator.run(MIGRATION);
        assertThat(database.catalog()).as("crash %s in %s", crashes, state).isEqualTo(done);
        assertThat(database.number("SELECT count(*) FROM contacts WHERE phone = 'p' || user_id"))
            .isEqualTo(300);
      }
    }
    assertThat(crashes).isGreaterThan(5);
  }
}
