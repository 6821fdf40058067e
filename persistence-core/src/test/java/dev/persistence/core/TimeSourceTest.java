package dev.persistence.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeSourceTest {

  private final TimeSource time = TimeSource.system();

  @Test
  void sleepTakesAtLeastAsLongAsAsked() throws InterruptedException {
    long before = time.nanos();
    time.sleep(Duration.ofMillis(5));
    assertThat(time.nanos() - before).isGreaterThanOrEqualTo(Duration.ofMillis(5).toNanos());
  }

  @Test
  void nothingAndLessReturnAtOnce() throws InterruptedException {
    time.sleep(Duration.ZERO);
    time.sleep(Duration.ofDays(-1));
  }

  @Test
  void anInterruptedThreadDoesNotSleep() {
    for (Duration duration :
        List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofSeconds(Long.MAX_VALUE))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> time.sleep(duration)).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
  }
}
