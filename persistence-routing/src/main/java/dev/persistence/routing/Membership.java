package dev.persistence.routing;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.routing.internal.Cluster;
import dev.persistence.routing.internal.Node;
import dev.persistence.routing.internal.Samplers;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds, drains and removes the nodes of a running data source. Thread-safe. */
final class Membership {

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final Cluster cluster;
  private final Samplers samplers;

  /** One change at a time; held while no I/O is done. */
  private final ReentrantLock lock = new ReentrantLock();

  Membership(Cluster cluster, Samplers samplers) {
    this.cluster = cluster;
    this.samplers = samplers;
  }

  void add(String name, DataSource pool, Consumer<NodeOptions> options) {
    DeclaredNode declared = DeclaredNode.of(name, NodeRole.REPLICA, pool, options);
    Node added;
    lock.lock();
    try {
      ensureOpen();
      if (find(name) != null) {
        throw new IllegalArgumentException(
            "node name is \"" + name + "\" twice; allowed: a different name for each node");
      }
      added = declared.at(freeIndex(), cluster.config().primaryFallbackPercent());
      cluster.put(added);
    } finally {
      lock.unlock();
    }
    samplers.start(added);
    LOG.info("{}: node {} was added", cluster.config().name(), added);
  }

  /** Returns the first place that no node holds and that no sampler still reports for. */
  private int freeIndex() {
    List<Node> nodes = cluster.nodes();
    for (Node node : nodes) {
      if (node.isRemoved() && !samplers.isRunning(node)) {
        return node.index();
      }
    }
    if (nodes.size() == RoutingDataSourceBuilder.MOST_NODES) {
      throw new IllegalArgumentException(
          "number of nodes is more than " + nodes.size() + "; allowed: 1 to " + nodes.size());
    }
    return nodes.size();
  }

  void remove(String name) {
    Node removed;
    lock.lock();
    try {
      removed = get(name);
      if (cluster.isPrimary(removed)) {
        throw new IllegalArgumentException(
            "node to remove is \"" + name + "\", the primary; allowed: a replica");
      }
      removed.remove();
    } finally {
      lock.unlock();
    }
    samplers.stop(removed);
    LOG.info("{}: node {} was removed", cluster.config().name(), removed);
  }

  void drain(String name, boolean draining) {
    get(name).drain(draining);
    LOG.info("{}: node {} draining: {}", cluster.config().name(), name, draining);
  }

  private void ensureOpen() {
    if (cluster.isClosed()) {
      throw new IllegalStateException(
          new Explanation(
                  "The nodes of \"" + cluster.config().name() + "\" cannot be changed",
                  "the routing data source is closed",
                  "Build a new one")
              .toString());
    }
  }

  private Node get(String name) {
    Arguments.notNull("node name", name);
    ensureOpen();
    Node node = find(name);
    if (node == null) {
      throw new IllegalArgumentException(
          "node name is \"" + name + "\"; allowed: one of " + cluster.nodes());
    }
    return node;
  }

  private @Nullable Node find(String name) {
    for (Node node : cluster.nodes()) {
      if (node.name().equals(name) && !node.isRemoved()) {
        return node;
      }
    }
    return null;
  }
}
