package dev.persistence.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SettableClockTest {

  private final SettableClock clock = new SettableClock();

  @Test
  void standsStillUntilMoved() {
    Instant start = clock.instant();
    clock.advance(Duration.ofHours(2));
    assertThat(clock.instant()).isEqualTo(start.plusSeconds(7200));
    clock.advance(Duration.ofHours(-3));
    assertThat(clock.instant()).isEqualTo(start.minusSeconds(3600));
  }

  @Test
  void clockOfAnotherZoneFollows() {
    SettableClock kolkata = clock.withZone(ZoneId.of("Asia/Kolkata"));
    clock.set(Instant.parse("2031-05-06T07:08:09Z"));
    assertThat(kolkata.instant()).isEqualTo(clock.instant());
    assertThat(kolkata.getZone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
  }
}
