package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run that dies anywhere is finished by the next one, and nobody can tell the difference. */
abstract class CrashSuite {

  private static final int ROWS = 150;

  /** Every place at scale 90, and one in ninety at scale 1. */
  private static final int STRIDE =
      Math.max(1, 90 / Integer.getInteger("persistence.test.scale", 1));

  private static final String[] OLD_WRITES = {
    "INSERT INTO person (id, first_name, last_name) VALUES (0, 'a', 'b')",
    "INSERT INTO joined (id, full_name) VALUES (0, 'a b')"
  };

  private static final String[] NEW_WRITES = {
    "INSERT INTO person (id, full_name, note) VALUES (0, 'a b', 'none')",
    "INSERT INTO joined (id, first_name, last_name) VALUES (0, 'a', 'b')"
  };

  private final LiveDatabase database;
  private final Migration migration;

  CrashSuite(LiveDatabase database) {
    this.database = database;
    this.migration =
        People.mergingAndSplitting(database).table("person", t -> t.setNotNull("note", "'none'"));
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void nextRunFinishesWhatACrashLeft() throws SQLException {
    begin();
    migrator(new CrashingDataSource(database.newSessions(), Integer.MAX_VALUE)).run(migration);
    database.execute(NEW_WRITES);
    List<String> catalog = database.catalog();
    List<String> rows = People.rowsOfBoth(database);
    int crashes = 0;
    while (crash(1 + STRIDE * crashes)) {
      crashes++;
      Migrator next = database.migrator().build();
      MigrationState state = next.status(migration).state();
      if (state != MigrationState.CONTRACTING && state != MigrationState.COMPLETED) {
        database.execute(OLD_WRITES);
        next.run(migration);
      } else {
        next.run(migration);
        database.execute(NEW_WRITES);
      }
      assertThat(next.status(migration).state()).isEqualTo(MigrationState.COMPLETED);
      assertThat(database.catalog()).as("crash %s in %s", crashes, state).isEqualTo(catalog);
      assertThat(People.rowsOfBoth(database)).as("crash %s in %s", crashes, state).isEqualTo(rows);
    }
    assertThat(crashes).isGreaterThanOrEqualTo(90 / STRIDE);
  }

  private void begin() throws SQLException {
    database.clear();
    People.createBoth(database, ROWS);
  }

  private static Migrator migrator(CrashingDataSource crashing) {
    return Migrator.builder(crashing)
        .gate(Duration.ZERO, Duration.ZERO)
        .flagsAge(Duration.ZERO)
        .batches(100, Duration.ofMillis(1))
        .build();
  }

  /** Returns false if there was nothing left to crash. */
  private boolean crash(int statement) throws SQLException {
    begin();
    CrashingDataSource crashing = new CrashingDataSource(database.newSessions(), statement);
    fails(() -> migrator(crashing).run(migration));
    return crashing.hasCrashed();
  }

  private interface Doomed {
    void run() throws SQLException;
  }

  private static void fails(Doomed doomed) {
    try {
      doomed.run();
    } catch (SQLException | RuntimeException | CrashingDataSource.Crash expected) {
      // A program that has crashed is not asked how it felt.
      assertThat(expected).isNotNull();
    }
  }

  @Test
  void nextAbortFinishesWhatACrashLeft() throws SQLException {
    begin();
    List<String> catalog = database.catalog();
    int crashes = 0;
    boolean crashed = true;
    while (crashed) {
      Migrator migrator = database.migrator().build();
      migrator.expand(migration);
      migrator.backfill(migration);
      CrashingDataSource crashing =
          new CrashingDataSource(database.newSessions(), 1 + STRIDE * crashes);
      fails(() -> migrator(crashing).abort(migration));
      crashed = crashing.hasCrashed();
      if (crashed) {
        crashes++;
        if (migrator.status(migration).state() != MigrationState.ABORTED) {
          migrator.abort(migration);
        }
      }
      assertThat(database.catalog()).as("crash %s", crashes).isEqualTo(catalog);
    }
    assertThat(crashes).isPositive();
  }
}
