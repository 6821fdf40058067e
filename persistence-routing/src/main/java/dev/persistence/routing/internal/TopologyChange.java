package dev.persistence.routing.internal;

/**
 * What one sample has changed.
 *
 * @param node the node that was asked
 * @param before what was known before
 * @param after what is known now
 */
record TopologyChange(int node, Topology before, Topology after) {

  NodeState stateBefore() {
    return before.node(node);
  }

  NodeState state() {
    return after.node(node);
  }

  boolean isPrimaryChanged() {
    return before.primary() != after.primary();
  }
}
