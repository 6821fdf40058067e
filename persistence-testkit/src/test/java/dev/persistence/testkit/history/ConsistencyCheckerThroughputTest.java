package dev.persistence.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.TimeSource;
import dev.persistence.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Prints how fast a history is recorded and checked; also to be run as a program without a probe.
 */
class ConsistencyCheckerThroughputTest {

  private static final int SESSIONS = 8;
  private static final int KEYS = 1000;

  public static void main(String[] arguments) {
    for (int round = 0; round < 5; round++) {
      for (VersionOrder order : VersionOrder.values()) {
        measure(order, 10_000_000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void longHistoryIsChecked(VersionOrder order) {
    assertThat(measure(order, 1_000_000).isConsistent()).isTrue();
  }

  /** Half writes, half reads that see the latest write, in eight sessions. */
  private static Verdict measure(VersionOrder order, int operations) {
    ConsistencyChecker checker = new ConsistencyChecker(order);
    List<SessionHistory> sessions = new ArrayList<>();
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(checker.session("session " + i));
    }
    for (int i = 0; i < KEYS; i++) {
      keys.add(i);
    }
    long recordingStart = TimeSource.system().nanos();
    record(order, operations, sessions, keys);
    long checkingStart = TimeSource.system().nanos();
    Verdict verdict = checker.check();
    long end = TimeSource.system().nanos();
    System.out.printf(
        "%s: recorded %.1f M operations/s, checked %.1f M operations/s%n",
        order,
        operations * 1e3 / (checkingStart - recordingStart),
        operations * 1e3 / (end - checkingStart));
    return verdict;
  }

  private static void record(
      VersionOrder order, int operations, List<SessionHistory> sessions, List<Integer> keys) {
    SeededRandom random = SeededRandom.of(1);
    long[] versions = new long[KEYS];
    for (int i = 0; i < operations; i++) {
      SessionHistory session = sessions.get(i % SESSIONS).begin();
      int key = random.between(0, KEYS - 1);
      if (random.chance(0.5)) {
        versions[key] = order == VersionOrder.GLOBAL ? i + 1 : versions[key] + 1;
        session.wrote(keys.get(key), versions[key], "primary");
      } else {
        session.read(keys.get(key), versions[key], "replica");
      }
    }
  }
}
