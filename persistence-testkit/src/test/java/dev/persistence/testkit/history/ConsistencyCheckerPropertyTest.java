package dev.persistence.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.history.NaiveReference.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories of a simulated primary with lagging replicas, untouched and tampered with. */
class ConsistencyCheckerPropertyTest {

  private static final int KEYS = 4;
  private static final int SESSIONS = 3;

  @ParameterizedTest
  @EnumSource
  void correctHistoriesAreAccepted(VersionOrder order) {
    SeededRandom.forAll(
        500, random -> check(order, correctHistory(order, random)).assertConsistent());
  }

  @ParameterizedTest
  @EnumSource
  void tamperedHistoriesAreJudgedLikeTheDefinition(VersionOrder order) {
    Map<Guarantee, Integer> found = new EnumMap<>(Guarantee.class);
    SeededRandom.forAll(
        1000,
        random -> {
          List<Step> steps = correctHistory(order, random);
          for (int left = random.between(1, 3); left > 0; left--) {
            tamper(steps, random);
          }
          Verdict verdict = check(order, steps);
          Map<Guarantee, Long> counted =
              Arrays.stream(Guarantee.values())
                  .filter(guarantee -> verdict.violations(guarantee) > 0)
                  .collect(Collectors.toMap(guarantee -> guarantee, verdict::violations));
          assertThat(counted).isEqualTo(new NaiveReference(order, steps).violations());
          assertThat(verdict.isConsistent()).isEqualTo(counted.isEmpty());
          verdict
              .first()
              .ifPresent(violation -> assertThat(counted).containsKey(violation.guarantee()));
          counted.keySet().forEach(guarantee -> found.merge(guarantee, 1, Integer::sum));
        });
    assertThat(found).as("how often each guarantee was broken").hasSize(4);
    assertThat(found.values()).allMatch(count -> count > 20);
  }

  /** Sessions that write on the primary, and read where everything they depend on has arrived. */
  private static List<Step> correctHistory(VersionOrder order, SeededRandom random) {
    List<Step> steps = new ArrayList<>();
    List<long[]> log = new ArrayList<>(List.of(new long[KEYS])); // The state after each write.
    int[] floors = new int[SESSIONS];
    for (int left = random.between(1, 60); left > 0; left--) {
      int session = random.between(0, SESSIONS - 1);
      int key = random.between(0, KEYS - 1);
      int last = log.size() - 1;
      if (random.chance(0.4)) {
        boolean unknown = random.chance(0.2);
        long version = order == VersionOrder.GLOBAL ? last + 1 : log.get(last)[key] + 1;
        boolean happened = !unknown || random.chance(0.5);
        if (happened) {
          long[] state = log.get(last).clone();
          state[key] = version;
          log.add(state);
        }
        floors[session] = unknown ? floors[session] : last + 1;
        steps.add(new Step(session, !unknown, unknown, key, version, "primary"));
      } else {
        int prefix = random.between(floors[session], last);
        floors[session] = prefix;
        steps.add(new Step(session, false, false, key, log.get(prefix)[key], "replica"));
      }
    }
    return steps;
  }

  private static void tamper(List<Step> steps, SeededRandom random) {
    int place = random.between(0, steps.size() - 1);
    Step old = steps.get(place);
    long version = Math.max(old.read() ? 0 : 1, old.version() + random.between(-3, 1));
    steps.set(
        place, new Step(old.session(), old.write(), old.unknown(), old.key(), version, old.node()));
  }

  private static Verdict check(VersionOrder order, List<Step> steps) {
    ConsistencyChecker checker = new ConsistencyChecker(order);
    IntFunction<SessionHistory> open = number -> checker.session("session " + number);
    List<SessionHistory> sessions = IntStream.range(0, SESSIONS).mapToObj(open).toList();
    for (Step step : steps) {
      SessionHistory session = sessions.get(step.session()).begin();
      if (step.unknown()) {
        session.wroteUnknown(step.key(), step.version(), step.node());
      } else if (step.write()) {
        session.wrote(step.key(), step.version(), step.node());
      } else {
        session.read(step.key(), step.version(), step.node());
      }
    }
    return checker.check();
  }
}
