package dev.persistence.core.consistency;

import dev.persistence.core.Arguments;

/**
 * A position in the history of one cluster: "everything up to here has happened".
 *
 * <p>Whoever holds a token can ask that a later read, on any thread, sees at least that much. The
 * position is opaque text of the database (a log sequence number, a set of transaction ids) and can
 * be compared by routing alone, and only within one epoch: after a failover the history of an older
 * epoch may have lost its end, so a token of it is never taken for satisfied. It holds no secret
 * and no application data. Immutable. {@link TokenCodec} makes signed text of it.
 *
 * <p>A token {@linkplain #unknown of unknown position} says that something was written before now,
 * and nobody knows where: a session that resumes it is treated as if it had written at that moment.
 *
 * @param cluster the name that the routed data source was given
 * @param epoch the generation of the primary; grows with each failover; {@link #UNKNOWN_EPOCH} if
 *     the position is unknown too
 * @param position the database's own text for the position, or {@link #UNKNOWN_POSITION}
 */
public record ConsistencyToken(String cluster, long epoch, String position) {

  /** The epoch of a token of which nothing but its cluster is known. */
  public static final long UNKNOWN_EPOCH = -1;

  /** Stands in for a position that nobody knows; no database writes it. */
  public static final String UNKNOWN_POSITION = "?";

  public ConsistencyToken {
    Arguments.notBlank("cluster", cluster);
    Arguments.notBlank("position", position);
    long least = position.equals(UNKNOWN_POSITION) ? UNKNOWN_EPOCH : 0;
    Arguments.inRange("epoch", epoch, least, Long.MAX_VALUE);
  }

  /** Returns a token for writes of which nothing is known but that they were on the cluster. */
  public static ConsistencyToken unknown(String cluster) {
    return unknown(cluster, UNKNOWN_EPOCH);
  }

  /** Returns a token for writes in the epoch whose position is not known. */
  public static ConsistencyToken unknown(String cluster, long epoch) {
    return new ConsistencyToken(cluster, epoch, UNKNOWN_POSITION);
  }

  /** Tells whether there is a position to compare. */
  public boolean isPositionKnown() {
    return !position.equals(UNKNOWN_POSITION);
  }
}
