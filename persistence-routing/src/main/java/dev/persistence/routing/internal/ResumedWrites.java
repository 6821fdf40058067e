package dev.persistence.routing.internal;

import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import org.jspecify.annotations.Nullable;

/**
 * What the tokens that a session was resumed with say together about its writes; immutable.
 *
 * <p>Of two tokens of one epoch it is the least position that covers both; where one position is
 * unknown, so is that of both. Of two epochs the later one counts, where epochs have an order: it
 * replaced the other. Where they have none, the present one counts least, since the other token
 * cannot be satisfied any more. Merging is commutative, associative and idempotent.
 *
 * @param epoch the epoch of the writes, or {@link NodeSample#UNKNOWN_EPOCH}
 * @param position covers all of them, or null if it is unknown
 */
record ResumedWrites(long epoch, @Nullable Position position) {

  /** The two things that decide between tokens of different epochs. */
  record EpochOrder(boolean ordered, long present) {

    long later(long one, long other) {
      return rank(one) != rank(other)
          ? (rank(one) > rank(other) ? one : other)
          : Math.max(one, other);
    }

    private int rank(long epoch) {
      if (ordered || epoch == NodeSample.UNKNOWN_EPOCH) {
        return ordered ? 0 : -1;
      }
      return epoch == present ? 0 : 1;
    }
  }

  /**
   * @throws IllegalArgumentException if the position is not one of the dialect
   */
  static ResumedWrites of(ConsistencyToken token, ReplicationDialect dialect) {
    Position position = token.isPositionKnown() ? dialect.parse(token.position()) : null;
    return new ResumedWrites(token.epoch(), position);
  }

  ResumedWrites merge(ResumedWrites other, EpochOrder order) {
    long later = order.later(epoch, other.epoch);
    Position mine = position;
    Position its = other.position;
    if (mine == null || its == null) {
      return new ResumedWrites(later, null);
    }
    if (epoch == other.epoch) {
      return new ResumedWrites(later, mine.merge(its));
    }
    return later == epoch ? this : other;
  }

  /** Tells whether these are writes of another epoch than the present one, if both are known. */
  boolean isOfAnotherEpoch(long present) {
    return epoch != present
        && epoch != NodeSample.UNKNOWN_EPOCH
        && present != NodeSample.UNKNOWN_EPOCH;
  }
}
