package dev.persistence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.benchmarks.database.RoutedLatency;
import dev.persistence.benchmarks.report.Environment;
import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Report;
import dev.persistence.benchmarks.report.Spread;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.benchmarks.report.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetsTest {

  private static List<String> heldAgain(String title) {
    return MicroContests.all().stream()
        .filter(contest -> contest.title().equals(title))
        .map(contest -> contest.among(Targets.namesIn(title)))
        .flatMap(contest -> contest.entries().stream())
        .map(Entry::name)
        .toList();
  }

  /** The first is what the others are measured with. */
  @Test
  void onlyWhomTargetsLookAtAndTheMeasureAreHeldAgain() {
    assertThat(heldAgain(MicroContests.UNTOUCHED))
        .containsExactly("Spring LazyConnectionDataSourceProxy", "ours, session");
    assertThat(heldAgain(MicroContests.NEAR_HIT))
        .containsExactly("Caffeine with expiry", "Caffeine without expiry", "ours");
    assertThat(heldAgain(MicroContests.CLASSIFIER))
        .containsExactly(MicroContests.WALK, "the same text again", "an ordinary new text");
    assertThat(heldAgain(MicroContests.CHOICE)).containsExactly("round robin", "power of two");
    assertThat(heldAgain(MicroContests.NUMBER))
        .containsExactly("an array", "ours", "ShardingSphere HASH_MOD");
  }

  /** Whose median over all rounds may well be greater than that of the pool. */
  @Test
  void updateIsComparedWithThePoolAloneByTheMedianOfTheRatiosOfBlocks() {
    Spread any = new Spread(100, 200, 300);
    Spread ratios = new Spread(0.9, 1.02, 1.1);
    Standing standing =
        new Standing(
            RoutedLatency.UPDATE,
            "µs",
            List.of(
                new Figure(RoutedLatency.POOL, false, any, new Spread(1, 1, 1), null, Map.of()),
                new Figure("ours, eventual", true, any, new Spread(2, 2, 2), null, Map.of()),
                new Figure("ours, session", true, any, ratios, null, Map.of())));

    assertThat(Targets.in(new Report(Environment.here("run database"), List.of(standing))))
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.target().to()).isEqualTo(RoutedLatency.POOL);
              assertThat(outcome.measured()).isEqualTo(1.02);
              assertThat(outcome.isMet()).isTrue();
            });
  }

  /** That ours has become twice as slow, or takes twice the bytes, must not stay unseen in CI. */
  @Test
  void twiceOfWhatWasSeenIsBeyondEachGateOfTheShortRun() {
    List<String> titles = MicroContests.all().stream().map(MicroContest::title).toList();
    List<Target> gates =
        Targets.all().stream().filter(target -> titles.contains(target.contest())).toList();

    assertThat(gates)
        .hasSizeGreaterThan(15)
        .allSatisfy(
            target -> {
              double seen = target.limit().seen();
              assertThat(target.gate()).isGreaterThan(seen);
              if (seen > 0) {
                assertThat(target.gate()).isLessThan(2 * seen);
              }
            });
  }

  @Test
  void contestInWhichAGateSeemsBrokenIsNamed() {
    assertThat(Targets.brokenIn(nearHit(0.55))).isEmpty();
    assertThat(Targets.brokenIn(nearHit(1.1))).containsExactly(MicroContests.NEAR_HIT);
  }

  /** Half of the iterations may have had a busy machine. */
  @Test
  void whoeverWasFastEnoughOnceBreaksNoGate() {
    assertThat(Targets.brokenIn(nearHit(new Spread(0.9, 1.8, 4)))).isEmpty();
    assertThat(Targets.brokenIn(nearHit(new Spread(1, 1.8, 4)))).isNotEmpty();
  }

  private static Report nearHit(double ratio) {
    return nearHit(new Spread(ratio, ratio, ratio));
  }

  /** Made up: ours takes so much of what Caffeine with expiry takes. */
  private static Report nearHit(Spread ours) {
    Spread measure = new Spread(1, 1, 1);
    return new Report(
        Environment.here("run smoke"),
        List.of(
            new Standing(
                MicroContests.NEAR_HIT,
                "ns/op",
                List.of(
                    new Figure("Caffeine with expiry", false, measure, measure, null, Map.of()),
                    new Figure("ours", true, ours, ours, 0.0, Map.of())))));
  }

  @Test
  void contestWithoutATargetNamesNobody() {
    assertThat(Targets.namesIn(MicroContests.TOKEN)).isEmpty();
  }
}
