package dev.persistence.routing.internal;

import dev.persistence.routing.NoPrimaryException;

/**
 * Finds the primary for work that must run there, and fails fast while there is none. Thread-safe.
 *
 * <p>At the start nobody knows whether the declared primary still is the primary, even if it takes
 * writes; so the first work waits until all nodes were asked, but not for long.
 */
final class Primaries {

  private static final long LONGEST_START_NANOS = 1_000_000_000;

  private final Cluster cluster;
  private final long startedNanos;
  private final long maxWaitNanos;

  /** Whether all nodes were asked, or had their time; never turns back. */
  private volatile boolean started;

  Primaries(Cluster cluster) {
    this.cluster = cluster;
    this.startedNanos = cluster.clock().now();
    this.maxWaitNanos = cluster.config().maxWait().toNanos();
  }

  /**
   * Returns the index of the primary; waits up to {@code maxWait} for one.
   *
   * @throws NoPrimaryException if there is none, or if it is known to be dead
   */
  int await() throws NoPrimaryException {
    WatermarkClock clock = cluster.clock();
    Topology topology = clock.topology();
    long now = clock.now();
    if (isServing(topology, now)) {
      return topology.primary();
    }
    long deadline = Math.max(now + maxWaitNanos, startedNanos + LONGEST_START_NANOS);
    try {
      while (!isServing(topology, now) && now < deadline) {
        topology = clock.awaitChange(deadline, topology);
        now = clock.now();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isServing(topology, now)) {
      throw new NoPrimaryException(cluster.config().name(), cluster.status());
    }
    return topology.primary();
  }

  /**
   * Tells whether another node is the primary; waits for that up to {@code maxWait}, or until every
   * node had time to answer twice.
   */
  boolean awaitOtherThan(int node) {
    WatermarkClock clock = cluster.clock();
    Topology topology = clock.topology();
    long now = clock.now();
    long twoAnswers = 2 * cluster.config().sampleTimeout().toNanos();
    long deadline = now + Math.max(maxWaitNanos, twoAnswers);
    try {
      while (!(isServing(topology, now) && topology.primary() != node) && now < deadline) {
        topology = clock.awaitChange(deadline, topology);
        now = clock.now();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return isServing(topology, now) && topology.primary() != node;
  }

  private boolean isServing(Topology topology, long now) {
    if (!topology.hasPrimary() || !isStarted(topology, now)) {
      return false;
    }
    NodeState state = topology.node(topology.primary());
    return state.up() || !cluster.isDead(state, now);
  }

  private boolean isStarted(Topology topology, long now) {
    if (!started) {
      started = topology.isComplete() || now - startedNanos >= LONGEST_START_NANOS;
    }
    return started;
  }
}
