package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import org.jspecify.annotations.Nullable;

/**
 * The primary's recent positions in the present epoch, and what a new sample makes of a topology.
 * Not thread-safe.
 */
final class ReplicationHistory {

  private static final int RING_CAPACITY = 4096;

  private final Succession succession;
  private final long maxLagNanos;
  private final SampleRing newest;

  /** The lower positions that bound older commits, by the instants that they bound. */
  private final SampleRing settled;

  /**
   * @param maxLagNanos how far back a late replica must be placed
   * @param periodNanos how exactly at least
   */
  ReplicationHistory(Succession succession, long maxLagNanos, long periodNanos) {
    this.succession = succession;
    this.maxLagNanos = maxLagNanos;
    long spacingNanos = Math.min(maxLagNanos / RING_CAPACITY, periodNanos);
    this.newest = new SampleRing(RING_CAPACITY, spacingNanos);
    this.settled = new SampleRing(RING_CAPACITY, spacingNanos);
  }

  /** Returns the topology after a node's answer to a question that was sent at the instant. */
  Topology sampled(Topology old, int node, long sentNanos, NodeSample sample) {
    if (sample.position() instanceof AssumedLag assumed) {
      return assumed(
          new Topology(old.primary(), sample.epoch(), old.copyOfNodes()), node, sentNanos, assumed);
    }
    Topology next = succession.after(old, node, sample);
    return node == next.primary()
        ? sampledPrimary(old, next, sentNanos, sample)
        : next.with(node, sampledReplica(next, node, sentNanos, sample));
  }

  /** Places a node by its assumed lag alone; nobody knows whether the primary has changed. */
  private Topology assumed(Topology topology, int node, long sentNanos, AssumedLag assumed) {
    boolean primary = node == topology.primary();
    if (primary) {
      newest.add(sentNanos, assumed);
    }
    long window = primary ? 0 : assumed.window().toNanos();
    Health health = topology.node(node).health().answered(sentNanos, 0, maxLagNanos);
    long horizon = Math.max(sentNanos - window, SampleRing.NEVER);
    NodeState state = new NodeState(health, primary, topology.epoch(), assumed, horizon, window);
    return topology.with(node, state);
  }

  private Topology sampledPrimary(Topology old, Topology next, long sentNanos, NodeSample sample) {
    boolean continued =
        old.primary() == next.primary()
            && old.epoch() == next.epoch()
            && !hasGoneBack(sample.position());
    remember(sentNanos, sample, !continued);
    NodeState[] states = next.copyOfNodes();
    for (int i = 0; i < states.length; i++) {
      states[i] = advanced(states[i], next.epoch(), continued);
    }
    Health health = states[next.primary()].health().answered(sentNanos, 0, maxLagNanos);
    states[next.primary()] =
        new NodeState(health, true, sample.epoch(), sample.position(), sentNanos, 0);
    return new Topology(next.primary(), next.epoch(), states);
  }

  /** Tells whether a primary that crashed has lost the end of its history. */
  private boolean hasGoneBack(Position position) {
    Position last = newest.newest();
    return last != null && !position.covers(last);
  }

  private void remember(long sentNanos, NodeSample sample, boolean newEpoch) {
    if (newEpoch) {
      newest.clear();
      settled.clear();
    }
    newest.add(sentNanos, sample.position());
    NodeSample.Settled older = sample.settled();
    if (older != null) {
      settled.add(sentNanos - older.age().toNanos(), older.position());
    }
  }

  /** Returns the state of a replica after a sample of the primary. */
  private NodeState advanced(NodeState state, long epoch, boolean continued) {
    Position position = state.position();
    if (position == null || state.epoch() != epoch) {
      return state;
    }
    long known = continued ? state.horizonNanos() : SampleRing.NEVER;
    return state.withHorizon(Math.max(known, horizon(position)));
  }

  private NodeState sampledReplica(Topology topology, int node, long sentNanos, NodeSample sample) {
    NodeState old = topology.node(node);
    Position position = sample.position();
    long epoch = sample.writable() ? NodeSample.UNKNOWN_EPOCH : sample.epoch();
    boolean continued = old.position() != null;
    if (epoch == NodeSample.UNKNOWN_EPOCH && continued && !sample.writable()) {
      epoch = old.epoch(); // A standby that lost its stream still shows what it has replayed.
    }
    long horizon = SampleRing.NEVER;
    long lag = 0;
    if (epoch == topology.epoch()) {
      long known = continued && old.epoch() == epoch ? old.horizonNanos() : SampleRing.NEVER;
      horizon = Math.max(known, horizon(position));
      lag = lag(position, sentNanos, horizon);
    }
    Health health = old.health().answered(sentNanos, lag, maxLagNanos);
    return new NodeState(health, sample.writable(), epoch, position, horizon, lag);
  }

  private long horizon(Position position) {
    return Math.max(newest.horizon(position), settled.horizon(position));
  }

  /**
   * Returns how far behind the replica surely was: since when the primary has been seen at a
   * position that it lacks, or since its horizon if that is later.
   */
  private long lag(Position position, long sentNanos, long horizonNanos) {
    long missingSince = newest.missingSince(position);
    return missingSince == SampleRing.NEVER
        ? 0
        : Math.max(0, sentNanos - Math.max(missingSince, horizonNanos));
  }

  /** Returns a position that bounds every commit acknowledged before the instant, or null. */
  @Nullable Position bound(long instantNanos) {
    return newest.bound(instantNanos);
  }

  /** Returns when the newest sample of the primary was sent, or {@link SampleRing#NEVER}. */
  long newestSent() {
    return newest.newestSent();
  }

  /** Tells whether the primary has not moved since its last sample. */
  boolean isUnmoved(Position position) {
    return position.equals(newest.newest());
  }
}
