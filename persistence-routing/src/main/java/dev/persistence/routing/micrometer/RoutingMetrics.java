package dev.persistence.routing.micrometer;

import dev.persistence.core.Arguments;
import dev.persistence.core.consistency.TokenVerdict;
import dev.persistence.routing.NodeStatus;
import dev.persistence.routing.RouteReason;
import dev.persistence.routing.RoutingDataSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one routed data source.
 *
 * <pre>{@code
 * new RoutingMetrics(orders).bindTo(registry);
 * }</pre>
 *
 * <p>Counters {@code persistence.routing.decisions} (tags cluster, role, reason: the {@link
 * RouteReason} in lower case, such as caught-up), {@code persistence.routing.tokens} (cluster,
 * result) and {@code persistence.routing.fallback.rejected} (cluster); timer {@code
 * persistence.routing.wait} (cluster); gauges {@code persistence.routing.replica.staleness} in
 * seconds, which is not a number while it is unknown, and {@code persistence.routing.replica.up}
 * (cluster, node). The nodes are those at the time of binding; bind again after adding one. All
 * values are read when the registry asks: nothing is added to the routed work.
 */
@SuppressWarnings("exports") // Whoever calls it has Micrometer; nobody else shall need it.
public final class RoutingMetrics implements MeterBinder {

  private final RoutingDataSource source;
  private final String cluster;

  public RoutingMetrics(RoutingDataSource source) {
    this.source = Arguments.notNull("source", source);
    this.cluster = source.config().name();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Arguments.notNull("registry", registry);
    for (RouteReason reason : RouteReason.values()) {
      bindDecisions(registry, reason);
    }
    for (TokenVerdict verdict : TokenVerdict.values()) {
      bindTokens(registry, verdict);
    }
    FunctionCounter.builder(
            "persistence.routing.fallback.rejected",
            source,
            routed -> routed.statistics().fallbackRejections())
        .description("Reads that were turned away to protect the primary")
        .tag("cluster", cluster)
        .register(registry);
    FunctionTimer.builder(
            "persistence.routing.wait",
            source,
            routed -> routed.statistics().waits(),
            routed -> routed.statistics().waited().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("Waits of reads for a replica that is fresh enough")
        .tag("cluster", cluster)
        .register(registry);
    source.nodes().forEach(node -> bindNode(registry, node.name()));
  }

  private void bindDecisions(MeterRegistry registry, RouteReason reason) {
    String name = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    String role = reason.role().name().toLowerCase(Locale.ROOT);
    FunctionCounter.builder(
            "persistence.routing.decisions",
            source,
            routed -> routed.statistics().decisions(reason))
        .description("Choices of a node")
        .tags("cluster", cluster, "role", role, "reason", name)
        .register(registry);
  }

  private void bindTokens(MeterRegistry registry, TokenVerdict verdict) {
    FunctionCounter.builder(
            "persistence.routing.tokens", source, routed -> routed.statistics().tokens(verdict))
        .description("Tokens that arrived, and what became of them")
        .tags(
            "cluster", cluster, "result", verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .register(registry);
  }

  private void bindNode(MeterRegistry registry, String node) {
    Tags tags = Tags.of("cluster", cluster, "node", node);
    TimeGauge.builder(
            "persistence.routing.replica.staleness",
            source,
            TimeUnit.SECONDS,
            of(node, RoutingMetrics::seconds))
        .description("How old the node's data is at most")
        .tags(tags)
        .register(registry);
    Gauge.builder("persistence.routing.replica.up", source, of(node, status -> status.up() ? 1 : 0))
        .description("Whether the node answers its sampler")
        .tags(tags)
        .register(registry);
  }

  private static ToDoubleFunction<RoutingDataSource> of(
      String node, ToDoubleFunction<NodeStatus> value) {
    return routed ->
        routed.nodes().stream()
            .filter(status -> status.name().equals(node))
            .mapToDouble(value)
            .findAny()
            .orElse(Double.NaN);
  }

  private static double seconds(NodeStatus status) {
    return status.staleness() == null ? Double.NaN : status.staleness().toNanos() / 1e9;
  }
}
