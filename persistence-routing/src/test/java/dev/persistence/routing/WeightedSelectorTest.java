package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedSelectorTest extends ReplicaSelectorContract {

  @Override
  protected ReplicaSelector selector() {
    return ReplicaSelector.weighted();
  }

  @Test
  void nodesAreChosenAsOftenAsTheirWeightSays() {
    List<Load> nodes = List.of(Load.IDLE, Load.IDLE.ofWeight(3), Load.IDLE.withInFlight(99));

    int[] chosen = chosen(selector(), nodes, 10_000);

    assertThat(chosen[1]).isBetween(5_700, 6_300);
    assertThat(chosen[2]).isBetween(1_700, 2_300);
  }

  @Test
  void nodeThatJustCameBackGetsLess() {
    List<Load> nodes = List.of(Load.IDLE, Load.IDLE.ofShare(0.1));

    assertThat(chosen(selector(), nodes, 11_000)[1]).isBetween(800, 1_200);
  }
}
