package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The preference for a zone keeps the contract, and composes with every selector. */
class ZoneSelectorTest extends ReplicaSelectorContract {

  private static final Load OWN = Load.IDLE.inZone("a");
  private static final Load OTHER = Load.IDLE.inZone("b");

  @Override
  protected ReplicaSelector selector() {
    return ReplicaSelector.weighted().preferringZone("a");
  }

  static List<ReplicaSelector> selectors() {
    return List.of(
        ReplicaSelector.roundRobin(),
        ReplicaSelector.weighted(),
        ReplicaSelector.leastInFlight(),
        ReplicaSelector.powerOfTwo());
  }

  @ParameterizedTest
  @MethodSource("selectors")
  void readsStayInTheOwnZone(ReplicaSelector selector) {
    int[] chosen = chosen(selector.preferringZone("a"), List.of(OTHER, OWN, OWN, OTHER), 2_000);

    assertThat(chosen[0] + chosen[3]).isZero();
    assertThat(chosen[1]).isBetween(800, 1_200);
  }

  @ParameterizedTest
  @MethodSource("selectors")
  void readsSpillWhenTheOwnZoneHasNoEligibleNode(ReplicaSelector selector) {
    List<Load> nodes = List.of(OTHER, OWN);

    assertThat(selector.preferringZone("a").select(nodes, 0b01)).isZero();
  }

  @Test
  void readsSpillWhenTheOwnZoneIsMoreThanTwiceAsSlow() {
    List<Load> slow = List.of(OWN.withLatency(2_000_001), OTHER.withLatency(1_000_000));
    List<Load> bearable = List.of(OWN.withLatency(2_000_000), OTHER.withLatency(1_000_000));

    assertThat(chosen(selector(), slow, 1_000)[1]).isBetween(400, 600);
    assertThat(chosen(selector(), bearable, 1_000)[1]).isZero();
  }

  @Test
  void fastestNodeSpeaksForItsZone() {
    List<Load> nodes = List.of(OWN.withLatency(9_000_000), OWN, OTHER.withLatency(900_000));

    assertThat(chosen(selector(), nodes, 1_000)[2]).isZero();
  }

  @Test
  void unknownLatencyIsNoReasonToSpill() {
    assertThat(chosen(selector(), List.of(OWN.withLatency(0), OTHER), 500)[1]).isZero();
    assertThat(chosen(selector(), List.of(OWN, OTHER.withLatency(0)), 500)[1]).isZero();
  }
}
