package dev.persistence.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ManualTimeSourceTest {

  @Test
  void sleeperWaitsUntilTheTimeHasPassed() throws Exception {
    ManualTimeSource time = ManualTimeSource.waiting();
    CompletableFuture<Long> woken = sleeper(time, Duration.ofSeconds(10));
    time.awaitSleepers(1);
    time.advance(Duration.ofMillis(9_999));
    time.awaitSleepers(1);
    assertThat(woken).isNotDone();
    time.advance(Duration.ofMillis(1));
    assertThat(woken.get(10, TimeUnit.SECONDS)).isEqualTo(10_000_000_000L);
  }

  @Test
  void oneAdvanceWakesAllWhoseTimeHasCome() throws Exception {
    ManualTimeSource time = ManualTimeSource.waiting();
    CompletableFuture<Long> early = sleeper(time, Duration.ofSeconds(1));
    CompletableFuture<Long> late = sleeper(time, Duration.ofSeconds(3));
    time.awaitSleepers(2);
    time.advance(Duration.ofSeconds(2));
    assertThat(early.get(10, TimeUnit.SECONDS)).isEqualTo(2_000_000_000L);
    assertThat(late).isNotDone();
    time.advance(Duration.ofSeconds(1));
    assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo(3_000_000_000L);
  }

  @Test
  void skippingSleepAdvancesTheTimeItself() throws Exception {
    ManualTimeSource time = ManualTimeSource.skipping();
    time.sleep(Duration.ofDays(1));
    time.sleep(Duration.ofMillis(5));
    time.sleep(Duration.ofMillis(-5));
    assertThat(time.nanos()).isEqualTo(Duration.ofDays(1).plusMillis(5).toNanos());
    assertThat(time.sleeps())
        .containsExactly(Duration.ofDays(1), Duration.ofMillis(5), Duration.ofMillis(-5));
  }

  @Test
  void interruptEndsTheSleep() throws Exception {
    ManualTimeSource time = ManualTimeSource.waiting();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                time.sleep(Duration.ofSeconds(1));
                interrupted.complete(false);
              } catch (InterruptedException e) {
                interrupted.complete(true);
              }
            });
    thread.start();
    time.awaitSleepers(1);
    thread.interrupt();
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void interruptedThreadDoesNotSkip() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ManualTimeSource.skipping().sleep(Duration.ofSeconds(1)))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void timeNeverGoesBack() {
    assertThatThrownBy(() -> ManualTimeSource.waiting().advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("duration is PT-0.000000001S");
  }

  @Test
  void threadWhoseTimeHasComeIsNotAsleep() throws Exception {
    for (int i = 0; i < 50; i++) {
      ManualTimeSource time = ManualTimeSource.waiting();
      AtomicInteger rounds = new AtomicInteger();
      Thread worker =
          new Thread(
              () -> {
                try {
                  while (true) {
                    time.sleep(Duration.ofSeconds(1));
                    rounds.incrementAndGet();
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      worker.start();
      time.awaitSleepers(1);
      time.advance(Duration.ofSeconds(1));
      time.awaitSleepers(1);
      assertThat(rounds).as("it has gone round and sleeps again").hasValue(1);
      worker.interrupt();
      worker.join();
    }
  }

  @Test
  void onlyAWaitingTimeHasSleepers() {
    assertThatThrownBy(() -> ManualTimeSource.skipping().awaitSleepers(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("waiting()");
    assertThatThrownBy(() -> ManualTimeSource.waiting().awaitSleepers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count is 0; allowed: 1 to");
  }

  @Test
  void timeEndsAfterTheGreatestLong() throws Exception {
    ManualTimeSource time = ManualTimeSource.skipping();
    time.sleep(Duration.ofNanos(10));
    assertThatThrownBy(() -> time.advance(Duration.ofNanos(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed: PT0S to PT2562047H");
    time.sleep(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(time.nanos()).isEqualTo(Long.MAX_VALUE);
  }

  private static CompletableFuture<Long> sleeper(ManualTimeSource time, Duration duration) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            time.sleep(duration);
            return time.nanos();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
