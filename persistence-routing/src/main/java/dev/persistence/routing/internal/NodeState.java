package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the samples of one node have shown. Instants are those of the {@link WatermarkClock}.
 *
 * @param up whether the last samples were answered
 * @param failures samples in a row that were not answered
 * @param restarts how often the node may have been restarted: its sampling connection was lost
 * @param sampledNanos when the last answered sample was sent, or {@link SampleRing#NEVER}
 * @param epoch the epoch the node follows
 * @param position what the node has replayed, or null before the first sample
 * @param horizonNanos every commit acknowledged before this instant is on the node
 * @param lagNanos how far the node's replay was surely behind when it was sampled
 */
record NodeState(
    boolean up,
    int failures,
    int restarts,
    long sampledNanos,
    long epoch,
    @Nullable Position position,
    long horizonNanos,
    long lagNanos) {

  static final NodeState UNKNOWN =
      new NodeState(
          false, 0, 0, SampleRing.NEVER, NodeSample.UNKNOWN_EPOCH, null, SampleRing.NEVER, 0);

  /** Failures in a row after which a node counts as down; one may be a hiccup of the network. */
  private static final int FAILURES_UNTIL_DOWN = 2;

  NodeState withHorizon(long instantNanos) {
    return new NodeState(
        up, failures, restarts, sampledNanos, epoch, position, instantNanos, lagNanos);
  }

  /** Returns the {@linkplain Marks place} that the node now is. */
  long place(int node) {
    return (long) restarts << 8 | node;
  }

  /** Returns an upper bound of how old the node's data is, or null if it is unknown. */
  @Nullable Duration staleness(long nowNanos) {
    return horizonNanos == SampleRing.NEVER ? null : Duration.ofNanos(nowNanos - horizonNanos);
  }

  /**
   * Returns the state after an unanswered sample. The horizon is forgotten, since the node may have
   * been restarted and may now show less than before.
   */
  NodeState failed() {
    int count = failures + 1;
    return new NodeState(
        up && count < FAILURES_UNTIL_DOWN,
        count,
        restarts + 1,
        sampledNanos,
        epoch,
        null,
        SampleRing.NEVER,
        0);
  }
}
