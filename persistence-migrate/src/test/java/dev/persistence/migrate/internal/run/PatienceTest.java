package dev.persistence.migrate.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.migrate.Migrator;
import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private final ManualTimeSource time = ManualTimeSource.skipping();
  private final Patience patience = patience(Duration.ofSeconds(2));

  private Patience patience(Duration length) {
    try (HikariDataSource nobody = new HikariDataSource()) {
      return new Patience(
          Migrator.builder(nobody).lockPatience(length).timeSource(time).build().config());
    }
  }

  private void assertPauses(long... bounds) {
    for (long bound : bounds) {
      long before = time.nanos();
      assertThat(patience.pause()).isTrue();
      assertThat(Duration.ofNanos(time.nanos() - before))
          .isBetween(Duration.ofMillis(bound / 2), Duration.ofMillis(bound));
    }
  }

  @Test
  void pausesBecomeLongerUpToHalfASecondUntilSomethingWasDone() {
    assertPauses(40, 80, 160, 320, 500, 500);
    patience.restart();
    assertPauses(40, 80);
  }

  @Test
  void itIsOverOneLengthAfterTheFirstFailure() {
    time.advance(Duration.ofSeconds(9));
    assertThat(patience.isOver()).isFalse();
    time.advance(Duration.ofSeconds(2).minusNanos(1));
    assertThat(patience.isOver()).isFalse();
    time.advance(Duration.ofNanos(1));
    assertThat(patience.isOver()).isTrue();
    patience.restart();
    assertThat(patience.isOver()).isFalse();
    assertThat(patience(Duration.ZERO).isOver()).isTrue();
  }

  @Test
  void interruptedPauseEndsAndLeavesTheThreadInterrupted() {
    Thread.currentThread().interrupt();
    assertThat(patience.pause()).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }
}
