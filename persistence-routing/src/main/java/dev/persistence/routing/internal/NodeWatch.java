package dev.persistence.routing.internal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on what the samples of one node have changed: tells the log and the listener, frees those
 * who wait for a dead node, and cuts the connections to a primary that is none any more. Used by
 * the sampling thread of its node, with no lock held.
 */
final class NodeWatch {

  private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);

  private final Cluster cluster;
  private final Node node;
  private final String name;
  private @Nullable Boolean wasUp;
  private boolean dead;

  NodeWatch(Cluster cluster, Node node) {
    this.cluster = cluster;
    this.node = node;
    this.name = cluster.config().name();
  }

  /**
   * @param cause why there was no answer, or null if there was one
   */
  void changed(TopologyChange change, @Nullable Throwable cause) {
    if (cause == null) {
      long now = cluster.clock().now();
      Health health = change.state().health();
      node.sampled(now, now - health.sampledNanos(), health.admittedNanos());
    }
    tellWhetherUp(change.state(), cause);
    tellRole(change);
    freeIfDead(change);
    long waitedTooLong = cluster.clock().now() - cluster.borrowTimeoutNanos();
    cluster.nodes().forEach(each -> each.turnAway(waitedTooLong));
  }

  private void tellWhetherUp(NodeState state, @Nullable Throwable cause) {
    boolean up = state.up();
    boolean unchanged =
        wasUp == null ? !up && state.health().failures() == 1 : wasUp.booleanValue() == up;
    if (unchanged) {
      return;
    }
    wasUp = up;
    if (up) {
      LOG.info("{}: node {} answers the sampler", name, node);
    } else {
      String why = cause == null ? "no answer" : cause.toString();
      LOG.warn("{}: node {} does not answer the sampler, no reads go there: {}", name, node, why);
    }
    cluster.tell(listener -> listener.nodeChanged(node.name(), up));
  }

  private void tellRole(TopologyChange change) {
    if (change.isPrimaryChanged()) {
      primaryChanged(change);
    }
    boolean fenced = change.state().writable() && change.after().primary() != node.index();
    if (fenced && !change.stateBefore().writable()) {
      LOG.warn("{}: node {} takes writes but is not the primary; it gets no work", name, node);
    }
    long admitted = change.state().health().admittedNanos();
    if (!fenced && admitted != change.stateBefore().health().admittedNanos()) {
      LOG.info("{}: node {} serves reads again", name, node);
    }
  }

  private void primaryChanged(TopologyChange change) {
    Node old = primary(change.before());
    Node present = primary(change.after());
    if (present == null) {
      LOG.warn("{}: node {} is the primary no more, writes fail until there is one", name, old);
    } else {
      LOG.info("{}: node {} is the primary, of epoch {}", name, present, change.after().epoch());
      present.pool().purge();
    }
    if (old != null) {
      old.cut();
    }
    String from = old == null ? null : old.name();
    String to = present == null ? null : present.name();
    cluster.tell(listener -> listener.primaryChanged(from, to));
  }

  private @Nullable Node primary(Topology topology) {
    return topology.hasPrimary() ? cluster.nodes().get(topology.primary()) : null;
  }

  /**
   * Work on a dead replica can be done elsewhere, so it is cut. Work on a dead primary cannot: it
   * is only cut once there is another one.
   */
  private void freeIfDead(TopologyChange change) {
    boolean isDead = cluster.isDead(change.state(), cluster.clock().now());
    if (isDead) {
      node.turnAway(Long.MAX_VALUE);
      if (change.after().primary() != node.index()) {
        node.abortLeases();
      }
      if (!dead) {
        node.pool().purge();
      }
    }
    dead = isDead;
  }
}
