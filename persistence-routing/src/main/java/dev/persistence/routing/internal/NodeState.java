package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the samples of one node have shown. Instants are those of the {@link WatermarkClock}.
 * Immutable.
 *
 * @param health whether it answers
 * @param writable whether it said that it takes writes, which does not make it the primary
 * @param epoch the epoch the node follows
 * @param position what the node has replayed, or null before the first sample
 * @param horizonNanos every commit acknowledged before this instant is on the node
 * @param lagNanos how far the node's replay was surely behind when it was sampled
 */
record NodeState(
    Health health,
    boolean writable,
    long epoch,
    @Nullable Position position,
    long horizonNanos,
    long lagNanos) {

  static final NodeState UNKNOWN =
      new NodeState(Health.UNKNOWN, false, NodeSample.UNKNOWN_EPOCH, null, SampleRing.NEVER, 0);

  /** Returns the state of a node that takes this one's place: nothing is known of it. */
  NodeState replaced() {
    Health unknown = Health.UNKNOWN.restarted(health.restarts() + 1);
    return new NodeState(unknown, false, NodeSample.UNKNOWN_EPOCH, null, SampleRing.NEVER, 0);
  }

  NodeState withHorizon(long instantNanos) {
    return new NodeState(health, writable, epoch, position, instantNanos, lagNanos);
  }

  boolean up() {
    return health.answering();
  }

  long sampledNanos() {
    return health.sampledNanos();
  }

  boolean hasAnswered() {
    return health.sampledNanos() != SampleRing.NEVER;
  }

  /** Returns the {@linkplain Marks place} that the node now is. */
  long place(int node) {
    return (long) health.restarts() << 8 | node;
  }

  /** Returns the node of a place. */
  static int node(long place) {
    return (int) (place & 0xFF);
  }

  /** Returns an upper bound of how old the node's data is, or null if it is unknown. */
  @Nullable Duration staleness(long nowNanos) {
    return horizonNanos == SampleRing.NEVER ? null : Duration.ofNanos(nowNanos - horizonNanos);
  }

  /**
   * Returns the state after an unanswered sample. The horizon is forgotten, since the node may have
   * been restarted and may now show less than before.
   */
  NodeState failed(SampleFailure how, long nowNanos) {
    return new NodeState(health.failed(how, nowNanos), writable, epoch, null, SampleRing.NEVER, 0);
  }
}
