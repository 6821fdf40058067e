package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A walk that is killed in the middle, again and again, processes every row exactly once. */
abstract class KilledWalkSuite {

  private static final int ROWS = 2_400;
  private static final int KILLS = 3;

  /** So slow that a run which is to be killed cannot reach the end before. */
  private static final long SLOW_ROWS_PER_SECOND = 200;

  private static final long FULL_SPEED = 1_000_000;
  private static final long BOUND_SECONDS = 120;

  abstract TestDatabase database();

  @Test
  void everyRowIsProcessedOnceOverAllKills() throws Exception {
    Walked walked = new Walked(database());
    walked.create("tenant int NOT NULL, code varchar(20) NOT NULL, PRIMARY KEY (tenant, code)");
    database()
        .execute(
            "DROP TABLE IF EXISTS progress",
            "CREATE TABLE progress (position varchar(500) NOT NULL)");
    insertRows();
    for (int kill = 1; kill <= KILLS; kill++) {
      long before = walked.rowsVisited(1);
      Process process = start(SLOW_ROWS_PER_SECOND);
      try {
        awaitMoreThan(walked, before + 100, process);
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("killed, not ended").isNotZero();
    }
    assertThat(walked.rowsVisited(0)).as("left for the last run").isPositive();
    Process last = start(FULL_SPEED);
    assertThat(last.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isZero();
    assertThat(walked.rowsVisited(1)).isEqualTo(ROWS);
  }

  private void insertRows() throws SQLException {
    try (Connection connection = database().connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO walked (tenant, code) VALUES (?, ?)")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < ROWS; i++) {
        insert.setInt(1, i % 7);
        insert.setString(2, "code ;=\\ ü" + i);
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }

  private Process start(long rowsPerSecond) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                WalkerProcess.class.getName(),
                database().url(),
                Long.toString(rowsPerSecond)))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void awaitMoreThan(Walked walked, long rows, Process process) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (walked.rowsVisited(1) <= rows) {
      assertThat(process.isAlive()).as("still walking").isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }
}
