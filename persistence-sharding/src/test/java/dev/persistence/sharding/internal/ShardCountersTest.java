package dev.persistence.sharding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sums are of all time, quantiles of the latest answers. */
class ShardCountersTest {

  private final ShardCounters counters = new ShardCounters();

  private void answer(int times, long nanos) {
    for (int i = 0; i < times; i++) {
      counters.answered(nanos, false);
    }
  }

  @Test
  void fewAnswersHaveNoQuantile() {
    answer(19, 5);
    assertThat(counters.quantileNanos(0.5)).isEqualTo(-1);
    answer(1, 5);
    assertThat(counters.quantileNanos(0.5)).isEqualTo(5);
  }

  @Test
  void quantileIsOfTheLatestAnswers() {
    answer(1_000, 900);
    answer(243, 10);
    answer(13, 500);
    assertThat(counters.quantileNanos(0.5)).isEqualTo(10);
    assertThat(counters.quantileNanos(0.94)).isEqualTo(10);
    assertThat(counters.quantileNanos(0.95)).isEqualTo(500);
  }

  @Test
  void sumsAreOfAllTime() {
    answer(3, 7);
    counters.answered(1, true);
    counters.hedged();
    counters.missed();
    counters.moved();
    assertThat(counters.statistics().answers()).isEqualTo(4);
    assertThat(counters.statistics().answerTime()).isEqualTo(Duration.ofNanos(22));
    assertThat(counters.statistics().hedges()).isEqualTo(1);
    assertThat(counters.statistics().hedgesWon()).isEqualTo(1);
    assertThat(counters.statistics().missing()).isEqualTo(1);
    assertThat(counters.statistics().moved()).isEqualTo(1);
  }
}
