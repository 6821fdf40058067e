package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;

/**
 * Decides which node is the primary, from what the nodes say about themselves.
 *
 * <p>A writable node of a higher epoch takes over. One of a lower or of the same epoch does not: it
 * is an old primary that came back, and stays fenced, which is to say that it gets no work. Where
 * epochs have no order, the node takes over that was seen to turn from read-only to writable, or
 * that appears while the present primary is silent; a fenced one stays fenced until it was seen to
 * be read-only.
 */
final class Succession {

  private final boolean orderedEpochs;

  Succession(boolean orderedEpochs) {
    this.orderedEpochs = orderedEpochs;
  }

  /** Returns the topology with the primary that there is after a node's answer. */
  Topology after(Topology old, int node, NodeSample sample) {
    if (!takesWrites(old, node, sample)) {
      return node == old.primary() ? old.withPrimary(Topology.NO_PRIMARY, old.epoch()) : old;
    }
    boolean reigns = node == old.primary() && sample.epoch() == old.epoch();
    return reigns ? old : old.withPrimary(node, sample.epoch());
  }

  private boolean takesWrites(Topology old, int node, NodeSample sample) {
    if (!sample.writable()) {
      return false;
    }
    if (node == old.primary()) {
      return !orderedEpochs || sample.epoch() >= old.epoch();
    }
    boolean vacant = !old.hasPrimary() || !old.node(old.primary()).hasAnswered();
    return orderedEpochs
        ? sample.epoch() > old.epoch() || (vacant && sample.epoch() == old.epoch())
        : isPromotion(old, node, vacant);
  }

  private static boolean isPromotion(Topology old, int node, boolean vacant) {
    boolean wasReadOnly = old.node(node).hasAnswered();
    boolean silent = vacant || !old.node(old.primary()).up();
    return !old.node(node).writable() && (wasReadOnly || silent);
  }
}
