package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeastInFlightSelectorTest extends ReplicaSelectorContract {

  @Override
  protected ReplicaSelector selector() {
    return ReplicaSelector.leastInFlight();
  }

  @Test
  void onlyTheLeastBusyNodesAreChosen() {
    List<Load> nodes =
        List.of(Load.IDLE.withInFlight(3), Load.IDLE.withInFlight(2), Load.IDLE.withInFlight(2));

    int[] chosen = chosen(selector(), nodes, 1_000);

    assertThat(chosen[0]).isZero();
    assertThat(chosen[1]).isBetween(400, 600);
  }

  @Test
  void heavierNodeMayBeBusier() {
    List<Load> nodes = List.of(Load.IDLE.withInFlight(3), Load.IDLE.ofWeight(4).withInFlight(8));

    assertThat(chosen(selector(), nodes, 100)[1]).isEqualTo(100);
  }

  @Test
  void idleNodesAreChosenByShare() {
    List<Load> nodes = List.of(Load.IDLE, Load.IDLE.ofWeight(3));

    assertThat(chosen(selector(), nodes, 8_000)[1]).isBetween(5_600, 6_400);
  }
}
