package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.core.keyset.Throttle.Cause;
import dev.persistence.core.keyset.Throttle.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final SettableTimeSource time = new SettableTimeSource();

  @Test
  void noneNeverWaits() {
    assertThat(Throttle.none().ask(Long.MAX_VALUE).isNone()).isTrue();
  }

  @Test
  void allAsksEachAndTakesTheLongestPause() {
    List<Long> asked = new ArrayList<>();
    Throttle counting =
        rows -> {
          asked.add(rows);
          return Pause.none();
        };
    Throttle all =
        Throttle.all(
            rows -> new Pause(Duration.ofSeconds(1), "lag"),
            rows -> new Pause(Duration.ofSeconds(2), "lock waiters", Cause.LOCK_WAITERS),
            counting);
    assertThat(all.ask(7))
        .isEqualTo(new Pause(Duration.ofSeconds(2), "lock waiters", Cause.LOCK_WAITERS));
    assertThat(asked).containsExactly(7L);
    assertThat(Throttle.all().ask(7).isNone()).isTrue();
  }

  @Test
  void theRateIsKeptOnAverage() {
    Throttle rate = Throttle.rate(100, time);
    assertThat(rate.ask(0).isNone()).isTrue();
    Pause pause = rate.ask(50);
    assertThat(pause)
        .isEqualTo(new Pause(Duration.ofMillis(500), "rate of 100 rows/s", Cause.RATE));
    time.advance(Duration.ofMillis(200));
    assertThat(rate.ask(0).atLeast()).isEqualTo(Duration.ofMillis(300));
    assertThat(rate.ask(50).atLeast()).isEqualTo(Duration.ofMillis(800));
    time.advance(Duration.ofMillis(800));
    assertThat(rate.ask(0).isNone()).isTrue();
  }

  @Test
  void idleTimeIsNotSavedUp() {
    Throttle rate = Throttle.rate(100, time);
    time.advance(Duration.ofHours(1));
    assertThat(rate.ask(100).atLeast()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void nonsenseIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Throttle.rate(0))
        .withMessage("rowsPerSecond is 0; allowed: 1 to 1000000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pause(Duration.ofMillis(-1), "negative"));
  }

  @Test
  void causeIsAnotherOneUnlessItIsSaid() {
    assertThat(new Pause(Duration.ofSeconds(1), "backup").cause()).isEqualTo(Cause.OTHER);
  }
}
