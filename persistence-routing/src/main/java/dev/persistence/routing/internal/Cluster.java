package dev.persistence.routing.internal;

import dev.persistence.routing.NodeRole;
import dev.persistence.routing.NodeStatus;
import dev.persistence.routing.RoutingDataSourceConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The nodes of one routed data source with their clock and settings; immutable itself. */
public final class Cluster {

  /** How long a write of an older epoch keeps its session on the primary. */
  private static final long EPOCH_MEMORY_NANOS = 60_000_000_000L;

  private final RoutingDataSourceConfig config;
  private final List<Node> nodes;
  private final WatermarkClock clock;
  private final long blindNanos;
  private final long maxLagNanos;

  public Cluster(RoutingDataSourceConfig config, List<Node> nodes, int primary) {
    this.config = config;
    this.nodes = List.copyOf(nodes);
    this.clock = new WatermarkClock(config, nodes.size(), primary);
    this.blindNanos =
        config.idleSamplePeriod().toNanos() * 6 / 5
            + config.samplePeriod().toNanos()
            + 2 * config.sampleTimeout().toNanos();
    this.maxLagNanos = config.maxLag().toNanos();
  }

  public RoutingDataSourceConfig config() {
    return config;
  }

  public List<Node> nodes() {
    return nodes;
  }

  /** Returns what is known of each node now. */
  public List<NodeStatus> status() {
    Topology topology = clock.topology();
    long now = clock.now();
    List<NodeStatus> statuses = new ArrayList<>();
    for (Node node : nodes) {
      NodeState state = topology.node(node.index());
      boolean primary = node.index() == topology.primary();
      statuses.add(
          new NodeStatus(
              node.name(),
              primary ? NodeRole.PRIMARY : NodeRole.REPLICA,
              state.up() && now - state.sampledNanos() <= blindNanos,
              primary ? Duration.ZERO : state.staleness(now),
              node.inFlight()));
    }
    return statuses;
  }

  WatermarkClock clock() {
    return clock;
  }

  /** Returns the age of the last answer from which on a node counts as not answering. */
  long blindNanos() {
    return blindNanos;
  }

  long maxLagNanos() {
    return maxLagNanos;
  }

  long epochMemoryNanos() {
    return EPOCH_MEMORY_NANOS;
  }
}
