package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerOfTwoSelectorTest extends ReplicaSelectorContract {

  @Override
  protected ReplicaSelector selector() {
    return ReplicaSelector.powerOfTwo();
  }

  @Test
  void ofTwoNodesTheBusierIsNeverChosen() {
    assertThat(chosen(Load.IDLE.withInFlight(9), Load.IDLE)[0]).isZero();
  }

  @Test
  void ofTwoNodesTheSlowerIsNeverChosen() {
    assertThat(chosen(Load.IDLE.withLatency(9_000_000), Load.IDLE)[0]).isZero();
  }

  @Test
  void weightOutweighsLoad() {
    assertThat(chosen(Load.IDLE.ofWeight(4).withInFlight(1), Load.IDLE)[1]).isZero();
  }

  @Test
  void nodeThatJustCameBackIsSpared() {
    assertThat(chosen(Load.IDLE.ofShare(0.1), Load.IDLE.withInFlight(5))[0]).isZero();
    assertThat(chosen(Load.IDLE.ofShare(0.1), Load.IDLE.withInFlight(20))[1]).isZero();
  }

  @Test
  void unknownLatencyIsNotTakenForTheBest() {
    assertThat(chosen(Load.IDLE.withLatency(0).withInFlight(2), Load.IDLE)[0]).isZero();
  }

  @Test
  void worstOfManyIsNeverChosen() {
    List<Load> nodes = new ArrayList<>(Collections.nCopies(9, Load.IDLE));
    nodes.add(Load.IDLE.withInFlight(1));

    assertThat(chosen(selector(), nodes, 5_000)[9]).isZero();
  }

  private int[] chosen(Load... nodes) {
    return chosen(selector(), List.of(nodes), 3_000);
  }
}
