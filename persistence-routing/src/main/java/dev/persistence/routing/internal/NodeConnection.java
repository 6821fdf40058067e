package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A physical connection to one node while a routed connection holds it. Used by one thread. */
final class NodeConnection {

  private static final Logger LOG = LoggerFactory.getLogger(NodeConnection.class);

  private final Lease lease;
  private final boolean primary;
  private final RememberedSettings.Applied applied = new RememberedSettings.Applied();
  private long place = Marks.NOWHERE;
  private long epoch = NodeSample.UNKNOWN_EPOCH;
  private int openStatements;
  private boolean escaped;
  private boolean lost;

  NodeConnection(Lease lease, boolean primary) {
    this.lease = lease;
    this.primary = primary;
  }

  Node node() {
    return lease.node();
  }

  Connection physical() {
    return lease.physical();
  }

  /** Tells whether the node was the primary when it was chosen. */
  boolean isPrimary() {
    return primary;
  }

  RememberedSettings.Applied applied() {
    return applied;
  }

  /** Returns the {@linkplain Marks place} that was checked before the last statement. */
  long place() {
    return place;
  }

  /** Returns the primary's epoch at that time; a write may be lost with it. */
  long epoch() {
    return epoch;
  }

  void locate(long atPlace, long inEpoch) {
    place = atPlace;
    epoch = inEpoch;
  }

  void statementOpened() {
    openStatements++;
  }

  void statementClosed() {
    openStatements--;
  }

  /** Notes that the application holds driver objects of which nobody says when it lets go. */
  void escape() {
    escaped = true;
  }

  /** Notes that the server has gone away under this connection. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  /** Tells whether nothing of this connection can still be in use. */
  boolean isIdle() {
    return openStatements <= 0 && !escaped;
  }

  void release() throws SQLException {
    lease.node().giveBack(lease);
  }

  /** Aborts the connection and tells its pool, which must not count it as borrowed for ever. */
  void abort(Executor executor) throws SQLException {
    try {
      physical().abort(executor);
    } finally {
      releaseQuietly();
    }
  }

  /** Gives back a connection that nobody waits for; the pool gets rid of a broken one itself. */
  void releaseQuietly() {
    try {
      release();
    } catch (SQLException e) {
      LOG.debug("A connection to node {} could not be closed", node(), e);
    }
  }
}
