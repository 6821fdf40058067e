package dev.persistence.migrate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.keyset.Throttle.Cause;
import dev.persistence.core.keyset.Throttle.Pause;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** For how long a throttle has others wait, and why. */
class ThrottleMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  private double seconds(String cause) {
    return registry
        .get("persistence.migration.throttled")
        .tag("cause", cause)
        .functionCounter()
        .count();
  }

  @Test
  void pausesAreCountedByTheirCause() {
    Deque<Pause> answers =
        new ArrayDeque<>(
            List.of(
                new Pause(Duration.ofMillis(1_500), "late", Cause.REPLICA_LAG),
                new Pause(Duration.ofMillis(500), "late", Cause.REPLICA_LAG),
                new Pause(Duration.ofMillis(250), "a backup"),
                Pause.none()));
    ThrottleMetrics throttle = ThrottleMetrics.of(rows -> answers.removeFirst());
    throttle.bindTo(registry);
    assertThat(throttle.ask(1))
        .isEqualTo(new Pause(Duration.ofMillis(1_500), "late", Cause.REPLICA_LAG));
    for (int i = 0; i < 3; i++) {
      throttle.ask(0);
    }
    assertThat(answers).isEmpty();
    assertThat(seconds("replica_lag")).isEqualTo(2);
    assertThat(seconds("other")).isEqualTo(0.25);
    assertThat(seconds("rate")).isZero();
  }

  @Test
  void eachCauseHasAMeterFromTheStart() {
    ThrottleMetrics throttle = ThrottleMetrics.of(Throttle.none());
    throttle.bindTo(registry);
    assertThat(throttle.ask(1).isNone()).isTrue();
    assertThat(registry.get("persistence.migration.throttled").functionCounters())
        .extracting(meter -> meter.getId().getTag("cause"))
        .containsExactlyInAnyOrder("rate", "replica_lag", "lock_waiters", "pool", "other");
  }
}
