package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What all nodes looked like at one moment; immutable, replaced as a whole. */
final class Topology {

  static final int NO_PRIMARY = -1;

  private final int primary;
  private final long epoch;
  private final NodeState[] nodes;

  /**
   * @param primary index of the primary, or {@link #NO_PRIMARY}
   * @param epoch the epoch of the present or the last primary, or {@link NodeSample#UNKNOWN_EPOCH}
   * @param nodes one state for each node, in the order of the nodes; given away to the topology
   */
  Topology(int primary, long epoch, NodeState[] nodes) {
    this.primary = primary;
    this.epoch = epoch;
    this.nodes = nodes;
  }

  /** Returns the topology before the first sample: as it was declared. */
  static Topology declared(int nodes, int primary) {
    NodeState[] states = new NodeState[nodes];
    Arrays.fill(states, NodeState.UNKNOWN);
    return new Topology(primary, NodeSample.UNKNOWN_EPOCH, states);
  }

  int primary() {
    return primary;
  }

  boolean hasPrimary() {
    return primary != NO_PRIMARY;
  }

  long epoch() {
    return epoch;
  }

  int size() {
    return nodes.length;
  }

  NodeState node(int index) {
    return nodes[index];
  }

  /** Returns the position that the primary told last in this epoch, or null. */
  @Nullable Position primaryPosition() {
    return hasPrimary() && nodes[primary].epoch() == epoch ? nodes[primary].position() : null;
  }

  /** Tells whether every node has been asked at least once, with whatever result. */
  boolean isComplete() {
    for (NodeState node : nodes) {
      if (!node.health().isAsked()) {
        return false;
      }
    }
    return true;
  }

  /** Returns this topology with another state of one node. */
  Topology with(int index, NodeState state) {
    NodeState[] states = nodes.clone();
    states[index] = state;
    return new Topology(primary, epoch, states);
  }

  /** Returns this topology with another primary; what was known of its replicas stays. */
  Topology withPrimary(int index, long newEpoch) {
    return new Topology(index, newEpoch, nodes);
  }

  /** Returns a copy of the states, for the next topology. */
  NodeState[] copyOfNodes() {
    return nodes.clone();
  }
}
