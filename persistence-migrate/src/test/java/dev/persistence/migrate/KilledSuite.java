package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A runner that is killed with SIGKILL blocks nobody, and the next one goes on where it ended. */
abstract class KilledSuite {

  private static final int ROWS = 3_000;

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
  void killedBackfillGoesOnBehindItsLastBatch() throws Exception {
    People.create(database, ROWS);
    Migration migration = People.migration(database);
    Migrator migrator = database.migrator().build();
    long filled = 0;
    for (int kill = 0; kill < 2; kill++) {
      long before = filled;
      Process process = start();
      try {
        await()
            .atMost(Duration.ofMinutes(3))
            .until(() -> migrator.status(migration).rowsFilled() > before + 200);
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      filled = migrator.status(migration).rowsFilled();
      assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.BACKFILLING);
    }
    assertThat(filled).isLessThan(ROWS);
    assertThat(migrator.run(migration).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(migrator.status(migration).rowsFilled()).isEqualTo(ROWS);
  }

  private Process start() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                MigrateProcess.class.getName(),
                url))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
