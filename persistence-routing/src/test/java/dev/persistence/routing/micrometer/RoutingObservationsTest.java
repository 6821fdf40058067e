package dev.persistence.routing.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.routing.NodeRole;
import dev.persistence.routing.Rejection;
import dev.persistence.routing.RouteDecision;
import dev.persistence.routing.RouteReason;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingObservationsTest {

  private final ObservationRegistry registry = ObservationRegistry.create();
  private final List<Observation.Context> stopped = new ArrayList<>();
  private final RoutingObservations observations = new RoutingObservations("orders", registry);

  RoutingObservationsTest() {
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<>() {
              @Override
              public void onStop(Observation.Context context) {
                stopped.add(context);
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
  }

  private static RouteDecision decision() {
    return new RouteDecision(
        "r1",
        NodeRole.REPLICA,
        RouteReason.CAUGHT_UP,
        Duration.ofMillis(3),
        Map.of("r2", Rejection.DOWN));
  }

  @Test
  void choiceIsOneObservationInsideThatOfItsCaller() {
    Observation caller = Observation.start("request", registry);
    try (Observation.Scope scope = caller.openScope()) {
      observations.decided(decision());
    }

    Observation.Context seen = stopped.get(0);
    assertThat(seen.getName()).isEqualTo("persistence.route");
    assertThat(seen.getParentObservation()).isSameAs(caller);
    assertThat(seen.toString())
        .contains("cluster='orders'", "node='r1'", "role='replica'", "reason='caught-up'")
        .contains("explanation='r1 ", "r2 ", "stale by at most 3 ms");
    assertThat(stopped).hasSize(1);
  }

  @Test
  void blankClusterIsRejected() {
    assertThatThrownBy(() -> new RoutingObservations(" ", registry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster");
  }
}
