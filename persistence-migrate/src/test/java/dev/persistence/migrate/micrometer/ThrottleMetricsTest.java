package dev.persistence.migrate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    return seconds("shop", cause);
  }

  private double seconds(String database, String cause) {
    return registry
        .get("persistence.migration.throttled")
        .tags("database", database, "cause", cause)
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
    ThrottleMetrics throttle = ThrottleMetrics.of("shop", rows -> answers.removeFirst());
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
  void throttlesOfTwoDatabasesAreCountedEach() {
    Pause pause = new Pause(Duration.ofMillis(500), "late", Cause.REPLICA_LAG);
    ThrottleMetrics shop = ThrottleMetrics.of("shop", rows -> pause);
    ThrottleMetrics stock = ThrottleMetrics.of("stock", rows -> pause);
    shop.bindTo(registry);
    stock.bindTo(registry);
    shop.ask(1);
    stock.ask(1);
    stock.ask(1);
    assertThat(seconds("shop", "replica_lag")).isEqualTo(0.5);
    assertThat(seconds("stock", "replica_lag")).isEqualTo(1);
  }

  @Test
  void nameOfTheDatabaseIsAsked() {
    assertThatThrownBy(() -> ThrottleMetrics.of("", Throttle.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("database");
  }

  @Test
  void eachCauseHasAMeterFromTheStart() {
    ThrottleMetrics throttle = ThrottleMetrics.of("shop", Throttle.none());
    throttle.bindTo(registry);
    assertThat(throttle.ask(1).isNone()).isTrue();
    assertThat(registry.get("persistence.migration.throttled").functionCounters())
        .extracting(meter -> meter.getId().getTag("cause"))
        .containsExactlyInAnyOrder("rate", "replica_lag", "lock_waiters", "pool", "other");
  }
}
