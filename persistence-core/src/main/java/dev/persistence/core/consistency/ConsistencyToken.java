package dev.persistence.core.consistency;

import dev.persistence.core.Arguments;

/**
 * A position in the history of one cluster: "everything up to here has happened".
 *
 * <p>Whoever holds a token can ask that a later read, on any thread, sees at least that much. The
 * position is opaque text of the database (a log sequence number, a set of transaction ids) and can
 * be compared by routing alone, and only within one epoch: after a failover the history of an older
 * epoch may have lost its end, so a token of it is never taken for satisfied. It holds no secret
 * and no application data. Immutable.
 *
 * @param cluster the name that the routed data source was given
 * @param epoch the generation of the primary; grows with each failover
 * @param position the database's own text for the position
 */
public record ConsistencyToken(String cluster, long epoch, String position) {

  public ConsistencyToken {
    Arguments.notBlank("cluster", cluster);
    Arguments.inRange("epoch", epoch, 0, Long.MAX_VALUE);
    Arguments.notBlank("position", position);
  }
}
