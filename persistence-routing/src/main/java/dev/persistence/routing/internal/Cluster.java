package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import dev.persistence.routing.NodeRole;
import dev.persistence.routing.NodeStatus;
import dev.persistence.routing.RoutingDataSourceConfig;
import dev.persistence.routing.RoutingListener;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of one routed data source with their clock and settings. A node keeps its index as long
 * as the cluster lives; one that was removed keeps its place until another takes it. Thread-safe.
 */
public final class Cluster {

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

  /** How long a write of an older epoch keeps its session on the primary. */
  private static final long EPOCH_MEMORY_NANOS = 60_000_000_000L;

  private final RoutingDataSourceConfig config;
  private final long silenceNanos;
  private final long borrowTimeoutNanos;
  private final WatermarkClock clock;
  private final long blindNanos;
  private final long maxLagNanos;
  private final boolean assumesLag;
  private volatile List<Node> nodes;

  public Cluster(RoutingDataSourceConfig config, List<Node> nodes, int primary) {
    this.config = config;
    this.nodes = List.copyOf(nodes);
    this.clock = new WatermarkClock(config, nodes.size(), primary);
    this.blindNanos =
        config.idleSamplePeriod().toNanos() * 6 / 5
            + config.samplePeriod().toNanos()
            + 2 * config.sampleTimeout().toNanos();
    this.maxLagNanos = config.maxLag().toNanos();
    this.assumesLag = config.dialect() instanceof TimeWindowReplication;
    this.silenceNanos = config.silence().toNanos();
    this.borrowTimeoutNanos = config.borrowTimeout().toNanos();
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
      if (node.isRemoved() || node.index() >= topology.size()) {
        continue;
      }
      NodeState state = topology.node(node.index());
      boolean primary = node.index() == topology.primary();
      statuses.add(
          new NodeStatus(
              node.name(),
              primary ? NodeRole.PRIMARY : NodeRole.REPLICA,
              state.up() && now - state.sampledNanos() <= blindNanos,
              primary ? Duration.ZERO : state.staleness(now),
              node.inFlight(),
              node.isDraining()));
    }
    return statuses;
  }

  /** Adds a node or puts it in the place of a removed one; the caller lets one thread do so. */
  public void put(Node node) {
    List<Node> changed = new ArrayList<>(nodes);
    if (node.index() < changed.size()) {
      // First, for what was known of another node must not admit this one.
      clock.reset(node.index(), changed.size());
      changed.set(node.index(), node);
      nodes = List.copyOf(changed);
    } else {
      changed.add(node);
      // First, for a place in the topology always has a node.
      nodes = List.copyOf(changed);
      clock.reset(node.index(), changed.size());
    }
  }

  /** Tells the application's listener, whose failure must reach no statement and no sampler. */
  void tell(Consumer<RoutingListener> event) {
    try {
      event.accept(config.listener());
    } catch (RuntimeException | Error e) { // Code of the application; it may lack a class.
      LOG.warn("{}: the routing listener failed and was ignored", config.name(), e);
    }
  }

  public boolean isPrimary(Node node) {
    return clock.topology().primary() == node.index();
  }

  /** Tells whether there is any node beside the primary, be it up or not. */
  boolean hasReplicas() {
    int primary = clock.topology().primary();
    for (Node node : nodes) {
      if (node.index() != primary && !node.isRemoved()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether reads at the place leave no mark: with an assumed lag no replica ever catches up
   * with a read on the primary, and a session that reads on would stay there for ever.
   */
  boolean isForgotten(long place) {
    return assumesLag && NodeState.node(place) == clock.topology().primary();
  }

  /** Has each node asked at once that was not asked within the last sample period. */
  void suspectPromotion() {
    Topology topology = clock.topology();
    long latest = clock.now() - config.samplePeriod().toNanos();
    for (int i = 0; i < topology.size(); i++) {
      if (topology.node(i).sampledNanos() < latest) {
        clock.suspect(i);
      }
    }
  }

  /** Tells whether the node surely serves nobody now. */
  boolean isDead(NodeState state, long nowNanos) {
    return state.health().isDead(nowNanos, silenceNanos);
  }

  long borrowTimeoutNanos() {
    return borrowTimeoutNanos;
  }

  public boolean isClosed() {
    return clock.isClosed();
  }

  /** Refuses new work once closed: nobody knows the nodes or what sessions did any more. */
  public void ensureOpen() throws SQLException {
    if (isClosed()) {
      throw new SQLNonTransientConnectionException(
          new Explanation(
                  "No connection from \"" + config.name() + "\"",
                  "the routing data source is closed",
                  "Build a new one")
              .toString(),
          "08003");
    }
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
