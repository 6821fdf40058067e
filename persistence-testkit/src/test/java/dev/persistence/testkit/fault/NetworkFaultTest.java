package dev.persistence.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NetworkFaultTest {

  @Test
  @SuppressWarnings("NullAway") // Callers without a null checker may pass null.
  void directionsAreOneOrBoth() {
    assertRejected("direction is null", () -> NetworkFault.silence().only(null));
    assertRejected("directions is null", () -> new NetworkFault.Silence(null));
    assertRejected("directions is empty", () -> new NetworkFault.Silence(Set.of()));
    assertThat(NetworkFault.silence().only(Direction.TO_CLIENT).directions())
        .containsExactly(Direction.TO_CLIENT);
  }

  @Test
  void oneKindIsAppliedOnceForADirection() {
    assertRejected("one of a kind", NetworkFault.blackHole(), NetworkFault.blackHole());
    assertRejected("one of a kind", NetworkFault.silence(), NetworkFault.silence());
    assertRejected(
        "one of a kind",
        NetworkFault.latency(Duration.ofMillis(1)),
        NetworkFault.latency(Duration.ofMillis(2)));
    NetworkFault[] compatible = {
      NetworkFault.refuse(),
      NetworkFault.reset(),
      NetworkFault.bandwidth(1).only(Direction.TO_CLIENT),
      NetworkFault.bandwidth(2).only(Direction.TO_SERVER)
    };
    assertThat(new Conditions(List.of(compatible)).refuses()).isTrue();
  }

  private static void assertRejected(String message, NetworkFault... faults) {
    assertRejected(message, () -> new Conditions(List.of(faults)));
  }

  private static void assertRejected(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
