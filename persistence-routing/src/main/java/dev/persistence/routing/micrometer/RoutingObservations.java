package dev.persistence.routing.micrometer;

import dev.persistence.core.Arguments;
import dev.persistence.routing.RouteDecision;
import dev.persistence.routing.RoutingListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;

/**
 * Shows each choice of a node to Micrometer's observations, and so in a trace inside the span that
 * asked for it.
 *
 * <pre>{@code
 * RoutingDataSource.builder("orders").listener(new RoutingObservations("orders", registry))
 * }</pre>
 *
 * <p>The observation {@code persistence.route} has the low-cardinality keys cluster, node, role and
 * reason (with dashes, such as caught-up), and the whole explanation as the high-cardinality key
 * explanation. It is a moment without a length: the statement itself is what other instrumentation
 * observes. It costs some microseconds for each choice; leave it out where that matters.
 * Thread-safe.
 */
@SuppressWarnings("exports") // Whoever calls it has Micrometer; nobody else shall need it.
public final class RoutingObservations implements RoutingListener {

  private final String cluster;
  private final ObservationRegistry registry;

  /**
   * @param cluster the name that the data source is built with
   */
  public RoutingObservations(String cluster, ObservationRegistry registry) {
    this.cluster = Arguments.notBlank("cluster", cluster);
    this.registry = Arguments.notNull("registry", registry);
  }

  @Override
  public void decided(RouteDecision decision) {
    Observation.createNotStarted("persistence.route", registry)
        .contextualName("route " + cluster)
        .lowCardinalityKeyValue("cluster", cluster)
        .lowCardinalityKeyValue("node", decision.node())
        .lowCardinalityKeyValue("role", decision.role().name().toLowerCase(Locale.ROOT))
        .lowCardinalityKeyValue(
            "reason", decision.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .highCardinalityKeyValue("explanation", decision.toString())
        .start()
        .stop();
  }
}
