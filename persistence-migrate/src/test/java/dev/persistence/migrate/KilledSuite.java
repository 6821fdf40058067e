package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A runner that is killed with SIGKILL blocks nobody, and the next one goes on where it ended. */
abstract class KilledSuite {

  /** Two batches of each table. */
  private static final int ROWS = 150;

  private static final int MOST_KILLS = 60;

  /** Every place from scale 2 on, and one in five at scale 1: each takes a new JVM. */
  private static final int STRIDE = Integer.getInteger("persistence.test.scale", 1) > 1 ? 1 : 5;

  private final LiveDatabase database;
  private final String url;

  KilledSuite(LiveDatabase database, String url) {
    this.database = database;
    this.url = url;
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void runnerKilledInEachStepAndBatchLeavesTheSameSchemaAndRowsAsOneThatLived() throws Exception {
    People.createBoth(database, ROWS);
    Migration migration = People.mergingAndSplitting(database);
    Migrator migrator = database.migrator().build();
    List<String> steps = new ArrayList<>();
    for (PlannedStep step : migrator.plan(migration).steps()) {
      if (step.phase() != Phase.ABORT && step.phase() != Phase.REVERT) {
        steps.add(step.phase() + " " + step.name());
      }
    }
    migrator.run(migration);
    List<String> catalog = database.catalog();
    List<String> rows = People.rowsOfBoth(database);
    database.clear();
    People.createBoth(database, ROWS);
    Set<String> killedIn = new LinkedHashSet<>();
    String place = runAndKill(0);
    for (int kill = 0; kill < MOST_KILLS && !place.equals(MigrateProcess.DONE); kill++) {
      killedIn.add(place);
      // What the last one had made and not recorded, and then further.
      place = runAndKill(STRIDE);
    }
    assertThat(place).isEqualTo(MigrateProcess.DONE);
    steps.add(MigrateProcess.BATCH);
    assertThat(killedIn).isSubsetOf(steps).hasSizeGreaterThanOrEqualTo(steps.size() / STRIDE);
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(migrator.status(migration).rowsFilled()).isEqualTo(2 * ROWS);
    assertThat(database.catalog()).isEqualTo(catalog);
    assertThat(People.rowsOfBoth(database)).isEqualTo(rows);
  }

  /** Returns where it was killed. The process waits 5 s at most for the lock of the one before. */
  private String runAndKill(int passed) throws Exception {
    Process process = start(passed);
    try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
      await().atMost(Duration.ofMinutes(2)).until(() -> told.ready() || !process.isAlive());
      String place = told.readLine();
      assertThat(place).as("the process goes on").isNotNull();
      return place;
    } finally {
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private Process start(int passed) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                classPath,
                MigrateProcess.class.getName(),
                url,
                Integer.toString(passed)))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
