package dev.persistence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  @Test
  void contestWithoutATargetNamesNobody() {
    assertThat(Targets.namesIn(MicroContests.TOKEN)).isEmpty();
  }
}
