package dev.persistence.routing.internal;

/** What all nodes looked like at one moment; immutable, replaced as a whole. */
final class Topology {

  private final int primary;
  private final long epoch;
  private final NodeState[] nodes;

  /**
   * @param primary index of the primary
   * @param epoch the primary's epoch, or {@link dev.persistence.routing.NodeSample#UNKNOWN_EPOCH}
   * @param nodes one state for each node, in the order of the nodes; given away to the topology
   */
  Topology(int primary, long epoch, NodeState[] nodes) {
    this.primary = primary;
    this.epoch = epoch;
    this.nodes = nodes;
  }

  int primary() {
    return primary;
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

  /** Returns this topology with another state of one node. */
  Topology with(int index, NodeState state) {
    NodeState[] states = nodes.clone();
    states[index] = state;
    return new Topology(primary, epoch, states);
  }

  /** Returns a copy of the states, for the next topology. */
  NodeState[] copyOfNodes() {
    return nodes.clone();
  }
}
