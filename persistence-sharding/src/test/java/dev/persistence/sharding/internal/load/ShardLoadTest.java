package dev.persistence.sharding.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.persistence.sharding.load.HotKey;
import dev.persistence.sharding.load.LoadReport;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Load is seen where it is, and forgotten after a while. */
class ShardLoadTest {

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final List<HotKey> alarms = new ArrayList<>();
  private final ShardLoad load = new ShardLoad(List.of("a", "b"), alarms::add, time);

  private void second(Runnable work) {
    work.run();
    time.advance(Duration.ofSeconds(1));
  }

  @Test
  void shardsAreCountedExactly() {
    for (int second = 0; second < 600; second++) {
      second(
          () -> {
            for (int i = 0; i < 30; i++) {
              load.count(i < 10 ? "a" : "b", (long) i);
            }
          });
    }
    LoadReport report = load.report();
    assertThat(report.perSecond().get("a")).isCloseTo(10, within(0.5));
    assertThat(report.perSecond().get("b")).isCloseTo(20, within(1.0));
    assertThat(report.imbalance()).isCloseTo(20 / 15.0, within(0.01));
  }

  @Test
  void halfOfItIsForgottenEachMinute() {
    second(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            load.count("a", 1L);
          }
        });
    double before = load.report().perSecond().getOrDefault("a", 0.0);
    time.advance(Duration.ofMinutes(1));
    assertThat(load.report().perSecond().get("a")).isCloseTo(before / 2, within(before / 100));
  }

  @Test
  void keyWithMoreThanItsShareIsToldOnce() {
    SeededRandom random = SeededRandom.of(1);
    for (int second = 0; second < 20; second++) {
      second(
          () -> {
            for (int i = 0; i < 1_000; i++) {
              load.count("a", i % 10 == 0 ? 7L : 1_000 + (long) random.between(0, 100_000));
            }
          });
    }
    assertThat(load.report().hottest().get(0).key()).isEqualTo(7L);
    assertThat(load.report().hottest().get(0).share()).isCloseTo(0.1, within(0.02));
    assertThat(alarms).extracting(HotKey::key).containsExactly(7L);
    assertThat(alarms.get(0).toString()).doesNotContain("7L");
  }

  @Test
  void quietShardHasNoHotKey() {
    for (int second = 0; second < 300; second++) {
      second(
          () -> {
            for (int i = 0; i < 9; i++) {
              load.count("a", 7L);
            }
          });
    }
    assertThat(load.report().hottest().get(0).share()).isCloseTo(1, within(0.01));
    assertThat(alarms).isEmpty();
  }

  @Test
  void keyThatStaysAroundTheBoundIsToldOnce() {
    for (int second = 0; second < 600; second++) {
      int share = second / 100 % 2 == 0 ? 7 : 4; // Percent.
      hundredPerSecond(share, 20);
    }
    assertThat(alarms).hasSize(1);
  }

  @Test
  void keyThatHadCooledDownIsToldAgain() {
    for (int minute : new int[] {50, 0, 50}) {
      for (int second = 0; second < 600; second++) {
        hundredPerSecond(minute, 1);
      }
    }
    assertThat(alarms).hasSize(2);
  }

  private void hundredPerSecond(int hot, int times) {
    second(
        () -> {
          for (int i = 0; i < 100 * times; i++) {
            load.count("a", i % 100 < hot ? 7L : 1_000 + other++);
          }
        });
  }

  private long other;

  @Test
  void hotKeyOfASmallShardIsSeenBesideABusyOne() {
    for (int second = 0; second < 60; second++) {
      second(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              load.count("b", other++);
              if (i % 100 == 0) {
                load.count("a", i % 400 == 0 ? 7L : other++);
              }
            }
          });
    }
    assertThat(alarms).extracting(HotKey::shard).containsExactly("a");
    assertThat(alarms).extracting(HotKey::key).containsExactly(7L);
  }

  @Test
  void keysThatComeOnceAreNeverHot() {
    for (int second = 0; second < 100; second++) {
      second(
          () -> {
            for (int i = 0; i < 5_000; i++) {
              load.count("a", other++);
            }
          });
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void listenerThatFailsHarmsNobody() {
    ShardLoad failing =
        new ShardLoad(
            List.of("a"),
            key -> {
              throw new AssertionError("a listener's own");
            },
            time);
    for (int i = 0; i < 10_000; i++) {
      failing.count("a", 7L);
    }
    time.advance(Duration.ofSeconds(1));
    failing.count("a", 7L);
    assertThat(failing.report().hottest()).hasSize(1);
  }

  @Test
  void loadOfAShardThatWasNotDeclaredIsNotCounted() {
    load.count("c", 7L);
    time.advance(Duration.ofSeconds(1));
    assertThat(load.report().perSecond()).containsOnlyKeys("a", "b");
    assertThat(load.report().imbalance()).isZero();
  }

  @Test
  void countsOfManyThreadsAreAddedUp() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int call = 0; call < 10_000; call++) {
                  load.count(call % 2 == 0 ? "a" : "b", (long) call % 4);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    time.advance(Duration.ofNanos(1));
    double perSecond = 40_000 / (60 / Math.log(2));
    assertThat(load.report().perSecond().get("a")).isCloseTo(perSecond, within(0.01));
    assertThat(load.report().imbalance()).isCloseTo(1, within(0.01));
  }

  @Test
  void frequentKeysOfAStreamAreNeverMissed() {
    SeededRandom.forAll(
        50,
        random -> {
          SpaceSaving sketch = new SpaceSaving(20);
          Map<Object, Long> exact = new HashMap<>();
          int stream = 2_000;
          for (int i = 0; i < stream; i++) {
            Object key = random.chance(0.3) ? random.between(0, 3) : random.between(0, 10_000);
            sketch.add(key);
            exact.merge(key, 1L, Long::sum);
          }
          Map<Object, Long> found = new HashMap<>();
          sketch.drain(found::put);
          exact.forEach(
              (key, count) -> {
                if (count > stream / 20) {
                  assertThat(found.get(key)).isBetween(count - stream / 20, count);
                }
              });
          found.forEach((key, least) -> assertThat(least).isLessThanOrEqualTo(exact.get(key)));
          sketch.drain((key, count) -> assertThat(key).as("nothing is left").isNull());
        });
  }
}
