package dev.persistence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.benchmarks.database.RoutedLatency;
import dev.persistence.benchmarks.report.Environment;
import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Report;
import dev.persistence.benchmarks.report.Spread;
import dev.persistence.benchmarks.report.Standing;
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
              assertThat(outcome.least()).isEqualTo(0.9);
              assertThat(outcome.isMet()).isTrue();
            });
  }

  @Test
  void contestWithoutATargetNamesNobody() {
    assertThat(Targets.namesIn(MicroContests.TOKEN)).isEmpty();
  }
}
