package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRobinSelectorTest extends ReplicaSelectorContract {

  @Override
  protected ReplicaSelector selector() {
    return ReplicaSelector.roundRobin();
  }

  @Test
  void nodesTakeTurnsWhateverTheirLoad() {
    List<Load> nodes = List.of(Load.IDLE.ofWeight(9), Load.IDLE.withInFlight(50), Load.IDLE);

    assertThat(chosen(selector(), nodes, 300)).containsOnly(100);
  }

  @Test
  void twoSelectorsHaveTheirOwnTurns() {
    List<Load> nodes = List.of(Load.IDLE, Load.IDLE);
    ReplicaSelector one = selector();
    ReplicaSelector other = selector();

    assertThat(one.select(nodes, 0b11)).isEqualTo(other.select(nodes, 0b11));
  }
}
