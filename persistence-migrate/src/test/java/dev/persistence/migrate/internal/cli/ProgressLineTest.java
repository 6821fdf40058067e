package dev.persistence.migrate.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.persistence.core.keyset.Throttle.Cause;
import dev.persistence.core.keyset.Throttle.Pause;
import dev.persistence.testkit.time.ManualTimeSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTimeSource time = ManualTimeSource.skipping();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ProgressLine progress =
      new ProgressLine(
          new PrintStream(told, true, StandardCharsets.UTF_8), time, subject -> 10_000);

  private List<String> told() {
    return told.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void filled(long rows) {
    progress.filled("7", "users full_name", rows);
  }

  @Test
  void timeLeftIsToldFromOnePercentOnAndOnceASecond() {
    filled(10);
    filled(20);
    time.advance(Duration.ofSeconds(1));
    filled(60);
    time.advance(Duration.ofSeconds(1));
    filled(2_010);
    assertThat(told())
        .containsExactly(
            "7 BACKFILL users full_name: 10 rows, 0 %",
            "7 BACKFILL users full_name: 60 rows, 1 %, 50 rows/s",
            "7 BACKFILL users full_name: 2,010 rows, 20 %, 8 s left, 1,000 rows/s");
  }

  @Test
  void pauseIsToldWithItsCauseAndReason() {
    Pause late = new Pause(SECOND, "5 s behind", Cause.REPLICA_LAG);
    filled(10);
    progress.throttled("7", late);
    time.advance(SECOND);
    progress.throttled("7", late);
    assertThat(told())
        .containsExactly(
            "7 BACKFILL users full_name: 10 rows, 0 %",
            "7 BACKFILL users full_name: paused (replica lag): 5 s behind");
  }

  @Test
  void pausesAreCountedByMigrationAndCause() {
    progress.throttled("7", new Pause(SECOND, "5 s behind", Cause.REPLICA_LAG));
    progress.throttled("7", new Pause(SECOND.dividedBy(4), "fast", Cause.RATE));
    progress.throttled("7", new Pause(SECOND, "3 s behind", Cause.REPLICA_LAG));
    progress.throttled("8", new Pause(SECOND, "3 wait", Cause.LOCK_WAITERS));
    assertThat(progress.throttledMillis("7"))
        .containsOnly(entry("rate", 250L), entry("replica_lag", 2_000L));
    assertThat(progress.throttledMillis("9")).isEmpty();
  }
}
