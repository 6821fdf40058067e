package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.SeededRandom;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Processes that write behind and are killed at random moments, and what they had told by then. */
final class KilledProcesses {

  private static final int LONGEST_RUN = 300;

  /** Long enough not to be lost on a machine that is too busy to renew it. */
  private static final Duration HEIRS_LEASE = Duration.ofSeconds(10);

  private final String url;
  private final Rows rows;
  private final Map<String, Integer> acknowledged = new HashMap<>();

  KilledProcesses(DatabaseNode node) {
    this.url = node.jdbcUrl();
    this.rows = new Rows(node.dataSource());
  }

  /**
   * Asserts that whatever a process had told as acknowledged reaches the database.
   *
   * @param where the URI of Redis, or "outbox"
   */
  void assertNothingIsLost(int kills, String where, String queue) throws Exception {
    rows.create();
    SeededRandom random = SeededRandom.of(kills);
    for (int kill = 1; kill <= kills; kill++) {
      runAndKill(random.between(1, LONGEST_RUN), where, queue, "run" + kill + "-");
    }
    try (HikariDataSource pool = WriteBehindProcess.pool(url);
        WriteBehindCache<String, Integer> heir =
            WriteBehindProcess.cache(
                pool, WriteBehindProcess.log(pool, where, queue), HEIRS_LEASE)) {
      await().atMost(Duration.ofSeconds(60)).untilAsserted(this::assertAllIsThere);
      assertThat(heir.deadLetters()).isEmpty();
    }
  }

  /** Later versions may be there too: those that were appended and not yet told. */
  private void assertAllIsThere() throws Exception {
    Map<String, Integer> found = rows.all();
    assertThat(acknowledged)
        .allSatisfy(
            (key, version) ->
                assertThat(found.getOrDefault(key, 0)).as(key).isGreaterThanOrEqualTo(version));
  }

  /** Kills the process when it has told that many writes, while it goes on writing. */
  private void runAndKill(int writes, String where, String queue, String prefix) throws Exception {
    Process process = start(where, queue, prefix);
    try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
      for (int n = 1; n <= writes; n++) {
        acknowledge(prefix, told.readLine());
      }
      process.toHandle().destroyForcibly(); // Unlike the process's own, it leaves the output open.
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        acknowledge(prefix, line);
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("killed, not ended").isEqualTo(128 + 9);
  }

  private void acknowledge(String prefix, String line) {
    assertThat(line).as("the process goes on").isNotNull();
    int n = Integer.parseInt(line);
    acknowledged.put(prefix + n % WriteBehindProcess.KEYS, n);
  }

  private Process start(String where, String queue, String prefix) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                classPath,
                WriteBehindProcess.class.getName(),
                url,
                where,
                queue,
                prefix))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
