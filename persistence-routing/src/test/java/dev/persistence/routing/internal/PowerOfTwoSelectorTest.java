package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.routing.ReplicaLoad;
import dev.persistence.routing.ReplicaSelector;
import dev.persistence.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerOfTwoSelectorTest {

  private record Load(String name, int weight, int inFlight, long latencyNanos)
      implements ReplicaLoad {}

  private final ReplicaSelector selector = ReplicaSelector.powerOfTwo();

  @Test
  void onlyEligibleNodesAreChosen() {
    SeededRandom.forAll(
        500,
        random -> {
          int count = random.between(1, 64);
          List<Load> nodes = new ArrayList<>();
          long eligible = 0;
          for (int i = 0; i < count; i++) {
            nodes.add(load(random.between(1, 100), random.between(0, 50), random.between(0, 9)));
            eligible |= random.chance(0.5) ? 1L << i : 0;
          }
          eligible |= 1L << random.between(0, count - 1);

          int chosen = selector.select(nodes, eligible);

          assertThat(eligible >>> chosen & 1).isEqualTo(1);
        });
  }

  @Test
  void everyEqualNodeGetsAShare() {
    int[] chosen = chosen(List.of(load(1, 0, 100), load(1, 0, 100), load(1, 0, 100)));

    for (int times : chosen) {
      assertThat(times).isGreaterThan(500);
    }
  }

  @Test
  void ofTwoNodesTheBusierIsNeverChosen() {
    assertThat(chosen(List.of(load(1, 9, 100), load(1, 0, 100)))[0]).isZero();
  }

  @Test
  void ofTwoNodesTheSlowerIsNeverChosen() {
    assertThat(chosen(List.of(load(1, 0, 900), load(1, 0, 100)))[0]).isZero();
  }

  @Test
  void weightOutweighsLoad() {
    assertThat(chosen(List.of(load(4, 1, 100), load(1, 0, 100)))[1]).isZero();
  }

  private int[] chosen(List<Load> nodes) {
    int[] chosen = new int[nodes.size()];
    for (int i = 0; i < 3000; i++) {
      chosen[selector.select(nodes, (1L << nodes.size()) - 1)]++;
    }
    return chosen;
  }

  private static Load load(int weight, int inFlight, long latencyNanos) {
    return new Load("node", weight, inFlight, latencyNanos);
  }
}
