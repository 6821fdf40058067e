package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.routing.NodeSample;
import org.junit.jupiter.api.Test;

class SuccessionTest {

  private static final int P = 0;
  private static final int R = 1;

  private final Observed timelines = new Observed(true);
  private final Observed unordered = new Observed(false);

  /** A cluster of three, seen through its answers. */
  private static final class Observed {
    private final Succession succession;
    private Topology topology = Topology.declared(3, P);

    Observed(boolean ordered) {
      this.succession = new Succession(ordered);
    }

    Observed answers(int node, boolean writable, long epoch) {
      NodeSample sample = new NodeSample(writable, epoch, new LogPosition(1), null);
      Topology next = succession.after(topology, node, sample);
      Health health = next.node(node).health().answered(1, 0, 1);
      NodeState state = new NodeState(health, writable, epoch, sample.position(), 1, 0);
      topology = next.with(node, state);
      return this;
    }

    Observed falls(int node) {
      NodeState state = topology.node(node);
      for (int i = 0; i < 2; i++) {
        state = state.failed(SampleFailure.REFUSED, 1);
      }
      topology = topology.with(node, state);
      return this;
    }

    int primary() {
      return topology.primary();
    }
  }

  @Test
  void declaredPrimaryStaysUntilSomebodyElseIsSeen() {
    assertThat(timelines.primary()).isEqualTo(P);
    assertThat(timelines.answers(R, false, 1).primary()).isEqualTo(P);
  }

  @Test
  void writableNodeIsThePrimaryThoughAnotherWasDeclared() {
    assertThat(timelines.answers(R, true, 4).primary()).isEqualTo(R);
    assertThat(timelines.answers(P, false, 4).primary()).isEqualTo(R);
  }

  @Test
  void higherEpochTakesOverWhileTheOldPrimaryStillAnswers() {
    timelines.answers(P, true, 1).answers(R, false, 1);

    assertThat(timelines.answers(R, true, 2).primary()).isEqualTo(R);
  }

  @Test
  void oldPrimaryThatComesBackIsFenced() {
    timelines.answers(P, true, 1).falls(P).answers(R, true, 2);

    assertThat(timelines.answers(P, true, 1).primary()).isEqualTo(R);
  }

  @Test
  void oldPrimaryStaysFencedWhileTheNewOneIsDown() {
    timelines.answers(P, true, 1).falls(P).answers(R, true, 2).falls(R);

    assertThat(timelines.answers(P, true, 1).primary()).isEqualTo(R);
  }

  @Test
  void secondNodeOfTheSameEpochIsFenced() {
    timelines.answers(P, true, 1).falls(P).answers(R, true, 2);

    assertThat(timelines.answers(2, true, 2).primary()).isEqualTo(R);
  }

  @Test
  void primaryThatBecameReadOnlyLeavesAVacancy() {
    timelines.answers(P, true, 1).answers(P, false, 1);

    assertThat(timelines.primary()).isEqualTo(Topology.NO_PRIMARY);
    assertThat(timelines.answers(P, true, 2).primary()).isEqualTo(P);
  }

  @Test
  void vacancyIsNotFilledByAnOlderEpoch() {
    timelines.answers(P, true, 3).answers(P, false, 3);

    assertThat(timelines.answers(R, true, 2).primary()).isEqualTo(Topology.NO_PRIMARY);
  }

  @Test
  void primaryThatFallsBackToAnOlderEpochIsNone() {
    timelines.answers(P, true, 3);

    assertThat(timelines.answers(P, true, 2).primary()).isEqualTo(Topology.NO_PRIMARY);
  }

  @Test
  void withoutOrderTheNodeThatTurnedWritableTakesOver() {
    unordered.answers(P, true, 900).answers(R, false, 900);

    assertThat(unordered.answers(R, true, 50).primary()).isEqualTo(R);
    assertThat(unordered.answers(P, true, 900).primary()).isEqualTo(R);
  }

  @Test
  void withoutOrderAFencedNodeStaysSoUntilItWasReadOnly() {
    unordered.answers(P, true, 900).answers(R, false, 900).answers(R, true, 50);
    unordered.answers(P, true, 900).falls(R);

    assertThat(unordered.answers(P, true, 900).primary()).isEqualTo(R);
    assertThat(unordered.answers(P, false, 50).answers(P, true, 900).primary()).isEqualTo(P);
  }

  @Test
  void withoutOrderANodeFirstSeenWritableTakesOverOnlyFromASilentPrimary() {
    unordered.answers(P, true, 900);

    assertThat(unordered.answers(R, true, 50).primary()).isEqualTo(P);
    assertThat(unordered.falls(P).answers(2, true, 70).primary()).isEqualTo(2);
  }
}
