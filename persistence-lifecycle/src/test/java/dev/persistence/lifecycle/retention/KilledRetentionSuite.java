package dev.persistence.lifecycle.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.KillableProcess;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.SeededRandom;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that is killed at a random point neither loses a row nor has it twice. With {@code
 * -Dpersistence.test.scale=10} each is killed 20 times.
 */
abstract class KilledRetentionSuite {

  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);
  private static final int KILLS = SCALE == 1 ? 3 : 2 * SCALE;

  private static final int FILE_KILLS = SCALE == 1 ? 2 : 2 * SCALE;

  private static final int ROWS_A_KILL = 4_000;
  private static final int MOST_BEFORE_A_KILL = 800;

  /** So slow that a run which is to be killed cannot reach the end before. */
  private static final long SLOW_ROWS_PER_SECOND = 1_200;

  private static final long FULL_SPEED = 1_000_000;
  private static final int LARGE_BATCH_MILLIS = 100;
  private static final int ROWS = (KILLS + 1) * ROWS_A_KILL;
  private static final Duration BOUND = Duration.ofMinutes(2);

  /** As often as the job sends a few rows; oftener would only take its processor away. */
  private static final Duration POLL = Duration.ofMillis(10);

  private final DatabaseNode node;
  private final LiveDatabase database;

  KilledRetentionSuite(DatabaseNode node) {
    this.node = node;
    this.database = new LiveDatabase(node.dataSource());
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void everyRowIsInOneOfTheTablesAfterEachKill() throws Exception {
    create();
    SeededRandom random = SeededRandom.of(20);
    for (int kill = 1; kill <= KILLS; kill++) {
      long moved = archived() + random.between(1, MOST_BEFORE_A_KILL);
      Process process = start(SLOW_ROWS_PER_SECOND, 1);
      try {
        await()
            .atMost(BOUND)
            .pollInterval(POLL)
            .until(() -> archived() >= moved || !process.isAlive());
        assertThat(process.isAlive()).as("running when it is killed").isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertNoneLostNorDoubled();
    }
    assertThat(database.number("SELECT COUNT(*) FROM events")).as("left").isPositive();
    Process last = start(FULL_SPEED, LARGE_BATCH_MILLIS);
    assertThat(last.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isZero();
    assertThat(archived()).isEqualTo(ROWS);
    assertNoneLostNorDoubled();
  }

  @Test
  void everyRowIsInTheTableOrInAFileAfterEachKill(@TempDir Path folder) throws Exception {
    create();
    FileArchive archive = FileArchive.of("cold", ArchiveSink.folder(folder));
    SeededRandom random = SeededRandom.of(21);
    for (int kill = 1; kill <= FILE_KILLS; kill++) {
      long left = left() - random.between(1, MOST_BEFORE_A_KILL);
      Process process = start(SLOW_ROWS_PER_SECOND, 1, folder.toString());
      try {
        await().atMost(BOUND).pollInterval(POLL).until(() -> left() <= left || !process.isAlive());
        assertThat(process.isAlive()).as("running when it is killed").isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
      // What it has sent may still be committed meanwhile, so both sides are read until they agree.
      await().atMost(BOUND).untilAsserted(() -> assertNoneLostNorDoubled(archive));
    }
    assertThat(left()).as("left").isPositive();
    Process last = start(FULL_SPEED, LARGE_BATCH_MILLIS, folder.toString());
    assertThat(last.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isZero();
    assertThat(left()).isZero();
    assertNoneLostNorDoubled(archive);
  }

  private long left() throws SQLException {
    return database.number("SELECT COUNT(*) FROM events");
  }

  private void assertNoneLostNorDoubled(FileArchive archive) throws Exception {
    List<String> ids = new ArrayList<>(database.rows("SELECT id FROM events"));
    archive.settle(database.dataSource(), database.scan(Catalog.builder()));
    for (ArchiveManifest file : archive.files()) {
      archive.read(file, row -> ids.add(String.valueOf(row.get("id"))));
    }
    assertThat(ids).doesNotHaveDuplicates().hasSize(ROWS);
  }

  private long archived() throws SQLException {
    return database.number("SELECT COUNT(*) FROM events_archive");
  }

  /** One statement, since what the killed job has sent may still be committed meanwhile. */
  private void assertNoneLostNorDoubled() throws SQLException {
    assertThat(
            database.rows(
                "SELECT COUNT(*), COUNT(DISTINCT id), SUM(amount) FROM (SELECT id, amount FROM"
                    + " events UNION ALL SELECT id, amount FROM events_archive) AS everywhere"))
        .containsExactly("%d|%d|%d".formatted(ROWS, ROWS, 7L * ROWS));
  }

  private void create() throws SQLException {
    database.execute(
        "CREATE TABLE events (id bigint PRIMARY KEY, amount int NOT NULL, happened_at "
            + database.sql("timestamptz", "datetime(6)")
            + " NOT NULL)");
    StringBuilder rows = new StringBuilder("INSERT INTO events VALUES ");
    for (int id = 1; id <= ROWS; id++) {
      rows.append(id == 1 ? "" : ", ").append('(').append(id).append(", 7, '2001-01-01')");
    }
    database.execute(rows.toString());
    Catalog catalog = database.scan(Catalog.builder());
    database.execute(LifecycleTables.ddl(catalog));
    database.execute(ArchiveTable.ddl(catalog, TableName.of("events")));
    RetentionPolicy policy =
        RetentionPolicy.of("events", "happened_at", Period.ofYears(100))
            .archiveAfter(Period.ofYears(1));
    database
        .transactions()
        .run(connection -> RetentionPolicies.of(catalog).save(connection, policy));
  }

  private Process start(long rowsPerSecond, int batchMillis, String... folder) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(node.jdbcUrl(), Long.toString(rowsPerSecond), Integer.toString(batchMillis)));
    arguments.addAll(List.of(folder));
    return KillableProcess.start(RetentionProcess.class, arguments.toArray(String[]::new));
  }
}
