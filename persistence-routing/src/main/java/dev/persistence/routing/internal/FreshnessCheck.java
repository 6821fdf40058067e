package dev.persistence.routing.internal;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.TokenVerdict;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides which replicas may serve one read at one moment. Two comparisons a node; no lock, no I/O.
 *
 * @param topology what is known of the nodes
 * @param marks what the session has done
 * @param wanted the position of the read's token, or null if it has none that can be reached
 * @param nowNanos the moment
 */
record FreshnessCheck(
    Cluster cluster,
    Topology topology,
    Consistency demand,
    Marks marks,
    @Nullable Position wanted,
    long nowNanos) {

  private static final long UNKNOWN_ETA_NANOS = 1_000_000_000;
  private static final long SHORTEST_ETA_NANOS = 1_000_000;

  /** Returns a check against what is known now. */
  static FreshnessCheck of(Cluster cluster, Consistency demand, Marks marks, long nowNanos) {
    Topology topology = cluster.clock().topology();
    Position wanted = wanted(cluster, topology, demand.token());
    return new FreshnessCheck(cluster, topology, demand, marks, wanted, nowNanos);
  }

  private static @Nullable Position wanted(
      Cluster cluster, Topology topology, @Nullable ConsistencyToken token) {
    if (token == null
        || !token.cluster().equals(cluster.config().name())
        || token.epoch() != topology.epoch()) {
      return null;
    }
    try {
      return cluster.config().dialect().parse(token.position());
    } catch (IllegalArgumentException unreadable) {
      return null;
    }
  }

  /** Returns the replicas that may serve the read, as a mask. */
  long eligible(long excluded) {
    long eligible = 0;
    for (int i = 0; i < topology.size(); i++) {
      long bit = 1L << i;
      if (i != topology.primary() && (excluded & bit) == 0 && rejection(i) == null) {
        eligible |= bit;
      }
    }
    return eligible;
  }

  /**
   * Returns the replicas that may serve an eventual read for want of better ones: their samplers
   * get no answers, but they are not known to be dead.
   */
  long unwatched(long excluded) {
    long unwatched = 0;
    for (int i = 0; i < topology.size(); i++) {
      long bit = 1L << i;
      if (i != topology.primary() && (excluded & bit) == 0 && isUnwatched(i)) {
        unwatched |= bit;
      }
    }
    return unwatched;
  }

  /** Tells whether the node may serve the read although its sampler gets no answers. */
  boolean isUnwatched(int node) {
    NodeState state = topology.node(node);
    return demand.level() == Consistency.Level.EVENTUAL
        && rejection(node) == Rejection.DOWN
        && state.epoch() == topology.epoch()
        && state.epoch() != NodeSample.UNKNOWN_EPOCH
        && !state.writable()
        && state.lagNanos() <= cluster.maxLagNanos()
        && !cluster.isDead(state, nowNanos);
  }

  /** Returns why the node may not serve the read, or null if it may. */
  @Nullable Rejection rejection(int node) {
    NodeState state = topology.node(node);
    Rejection unfit = unfit(cluster.nodes().get(node), state);
    if (unfit != null) {
      return unfit;
    }
    if (state.epoch() != topology.epoch() || state.epoch() == NodeSample.UNKNOWN_EPOCH) {
      return Rejection.OTHER_EPOCH;
    }
    if (state.horizonNanos() == SampleRing.NEVER) {
      return Rejection.UNKNOWN_LAG;
    }
    return switch (demand.level()) {
      case BOUNDED ->
          nowNanos - state.horizonNanos() <= demand.maxStalenessNanos()
              ? null
              : Rejection.TOO_STALE;
      case AT_LEAST -> covers(state) ? null : Rejection.BEHIND_TOKEN;
      case EVENTUAL -> null;
      default -> behindSession(node, state);
    };
  }

  /** Returns why the node serves no read at all, or null. */
  private @Nullable Rejection unfit(Node node, NodeState state) {
    Rejection refusal = node.refusal(nowNanos);
    if (refusal != null) {
      return refusal;
    }
    if (!state.up() || nowNanos - state.sampledNanos() > cluster.blindNanos()) {
      return Rejection.DOWN;
    }
    if (state.writable()) {
      return Rejection.FENCED;
    }
    if (state.lagNanos() > cluster.maxLagNanos() && !(state.position() instanceof AssumedLag)) {
      return Rejection.LAGGING;
    }
    return state.health().probation() > 0 ? Rejection.ON_PROBATION : null;
  }

  private @Nullable Rejection behindSession(int node, NodeState state) {
    boolean shown =
        state.horizonNanos() >= marks.writeNanos()
            || marks.isWrittenWithin(state.position(), state.epoch());
    if (mayBeLost() || !shown) {
      return Rejection.BEHIND_WRITE;
    }
    long needed = marks.neededByReads(state.place(node));
    return state.horizonNanos() < needed ? Rejection.BEHIND_READ : null;
  }

  /** Tells whether the session wrote, not long ago, in another epoch or in an unknown one. */
  private boolean mayBeLost() {
    return marks.writeEpoch() != topology.epoch()
        && marks.writeNanos() != SampleRing.NEVER
        && nowNanos - marks.writeNanos() < cluster.epochMemoryNanos();
  }

  private boolean covers(NodeState state) {
    Position reached = state.position();
    return reached != null && wanted != null && reached.covers(wanted);
  }

  /**
   * Returns what is wrong with the read's token or those that its session was resumed with.
   *
   * @param sinceNanos when the read began to look for a node
   */
  TokenVerdict tokenVerdict(SessionState session, long sinceNanos) {
    ConsistencyToken token = demand.token();
    if (token == null) {
      boolean resumed = demand.level() == Consistency.Level.SESSION;
      boolean lost = resumed && session.unsatisfiedEpoch(topology.epoch()) != null;
      return lost ? TokenVerdict.OLD_EPOCH : TokenVerdict.VALID;
    }
    if (!token.cluster().equals(cluster.config().name())) {
      return TokenVerdict.FOREIGN;
    }
    if (new ResumedWrites(token.epoch(), null).isOfAnotherEpoch(topology.epoch())) {
      return TokenVerdict.OLD_EPOCH;
    }
    if (wanted == null) {
      return token.isPositionKnown() ? TokenVerdict.UNREADABLE : TokenVerdict.VALID;
    }
    Position primary = cluster.clock().bound(sinceNanos);
    boolean future = primary != null && !primary.covers(wanted);
    return future ? TokenVerdict.FUTURE : TokenVerdict.VALID;
  }

  /** Returns an upper bound of how old the node's data is, or null if it is unknown. */
  @Nullable Duration staleness(int node) {
    return topology.node(node).staleness(nowNanos);
  }

  /** Returns the horizon to wait for. */
  long neededNanos() {
    return switch (demand.level()) {
      case BOUNDED -> nowNanos - demand.maxStalenessNanos();
      case SESSION -> marks.neededAnywhere();
      default -> nowNanos;
    };
  }

  /** Tells whether a replica that has not been asked yet may meet the demand. */
  boolean isOpenAtStart() {
    return topology.epoch() == NodeSample.UNKNOWN_EPOCH || !isHopeless();
  }

  private boolean isHopeless() {
    return switch (demand.level()) {
      case AT_LEAST -> wanted == null;
      case SESSION -> mayBeLost();
      default -> false;
    };
  }

  /** Tells whether some replica is likely to meet the demand before the deadline. */
  boolean isWorthWaiting(long excluded, long deadlineNanos) {
    if (isHopeless()) {
      return false;
    }
    long needed = neededNanos();
    for (int i = 0; i < topology.size(); i++) {
      NodeState state = topology.node(i);
      if (i != topology.primary()
          && (excluded & 1L << i) == 0
          && state.up()
          && state.epoch() == topology.epoch()
          && needed + state.lagNanos() <= deadlineNanos) {
        return true;
      }
    }
    return false;
  }

  /** Returns an estimate of the time until some replica meets the demand. */
  long untilNextReplicaNanos() {
    long needed = neededNanos();
    long least = UNKNOWN_ETA_NANOS;
    for (int i = 0; i < topology.size(); i++) {
      NodeState state = topology.node(i);
      if (i != topology.primary() && state.up() && state.epoch() == topology.epoch()) {
        least = Math.min(least, Math.max(0, needed + state.lagNanos() - nowNanos));
      }
    }
    return Math.max(least, SHORTEST_ETA_NANOS);
  }
}
