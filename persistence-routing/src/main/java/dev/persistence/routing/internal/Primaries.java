package dev.persistence.routing.internal;

import dev.persistence.routing.NoPrimaryException;
import java.sql.SQLException;

/**
 * Finds the primary for work that must run there, and fails fast while there is none. Thread-safe.
 *
 * <p>At the start nobody knows whether the declared primary still is the primary, even if it takes
 * writes; so the first work waits until all nodes were asked, but no longer than ten of them could
 * be one after the other.
 */
final class Primaries {

  private static final int SAMPLES_AT_START = 10;

  private final Cluster cluster;
  private final long startedNanos;
  private final long maxWaitNanos;
  private final long longestStartNanos;

  /** Whether all nodes were asked, or had their time; never turns back. */
  private volatile boolean started;

  Primaries(Cluster cluster) {
    this.cluster = cluster;
    this.startedNanos = cluster.clock().now();
    this.maxWaitNanos = cluster.config().maxWait().toNanos();
    this.longestStartNanos = SAMPLES_AT_START * cluster.config().sampleTimeout().toNanos();
  }

  /**
   * Returns the index of the primary; waits up to {@code maxWait} for one.
   *
   * @throws NoPrimaryException if there is none, or if it is known to be dead
   * @throws SQLException if the cluster is closed
   */
  int await() throws SQLException {
    cluster.ensureOpen();
    WatermarkClock clock = cluster.clock();
    Topology topology = clock.topology();
    long now = clock.now();
    if (isServing(topology, now)) {
      return topology.primary();
    }
    long deadline = Math.max(now + maxWaitNanos, startedNanos + longestStartNanos);
    int primary = awaitOtherThan(Topology.NO_PRIMARY, deadline);
    if (primary == Topology.NO_PRIMARY) {
      cluster.ensureOpen();
      throw new NoPrimaryException(cluster.config().name(), cluster.status());
    }
    return primary;
  }

  /**
   * Waits for the next news of any node, as long as not all of them were asked, or had their time.
   *
   * @param seen what was not good enough
   * @return whether there is something new, which may be good enough
   */
  @SuppressWarnings("ReferenceEquality") // Each change makes a new topology.
  boolean awaitNewsAtStart(Topology seen) {
    WatermarkClock clock = cluster.clock();
    if (isStarted(seen, clock.now())) {
      return false;
    }
    try {
      return clock.awaitChange(startedNanos + longestStartNanos, seen) != seen;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Tells whether another node is the primary; waits for that up to {@code maxWait}, or until every
   * node had time to answer twice.
   */
  boolean awaitOtherThan(int node) {
    long twoAnswers = 2 * cluster.config().sampleTimeout().toNanos();
    long deadline = cluster.clock().now() + Math.max(maxWaitNanos, twoAnswers);
    return awaitOtherThan(node, deadline) != Topology.NO_PRIMARY;
  }

  /** Returns the primary once it is another node, or {@link Topology#NO_PRIMARY}. */
  @SuppressWarnings("ReferenceEquality") // Each change makes a new topology.
  private int awaitOtherThan(int node, long deadline) {
    WatermarkClock clock = cluster.clock();
    Topology topology = clock.topology();
    Topology seen = null;
    try {
      while (!(isServing(topology, clock.now()) && topology.primary() != node)) {
        if (topology == seen) {
          return Topology.NO_PRIMARY; // The deadline has passed, or the clock is closed.
        }
        seen = topology;
        topology = clock.awaitChange(deadline, seen);
      }
      return topology.primary();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Topology.NO_PRIMARY;
    }
  }

  private boolean isServing(Topology topology, long now) {
    if (!topology.hasPrimary() || !isStarted(topology, now)) {
      return false;
    }
    NodeState state = topology.node(topology.primary());
    return !cluster.isDead(state, now);
  }

  private boolean isStarted(Topology topology, long now) {
    if (!started) {
      started = topology.isComplete() || now - startedNanos >= longestStartNanos;
    }
    return started;
  }
}
