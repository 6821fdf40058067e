package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A physical connection to one node while a routed connection holds it. Used by one thread, but for
 * {@link #abort}.
 */
final class NodeConnection {

  private static final Logger LOG = LoggerFactory.getLogger(NodeConnection.class);

  private final Lease lease;
  private final boolean primary;
  private final WriteObserver writes;
  private int appliedVersion = RememberedSettings.NOTHING;
  private long place = Marks.NOWHERE;
  private long epoch = NodeSample.UNKNOWN_EPOCH;
  private @Nullable BoundStatement<?> statements;
  private boolean inTransaction;
  private int appliedBefore = RememberedSettings.NOTHING;
  private boolean kept;
  private boolean lost;

  /** Whether the connection is read-only, or null as long as nobody has asked it. */
  private @Nullable Boolean readOnly;

  /**
   * The next of the connections that the same routed connection holds; kept by {@link Held}. It
   * only ever leads to older ones, which whoever sees this one sees as well.
   */
  @Nullable NodeConnection next;

  /**
   * @param primary whether the node is the primary
   */
  NodeConnection(Lease lease, boolean primary, ReplicationDialect dialect) {
    this.lease = lease;
    this.primary = primary;
    this.readOnly = lease.node().pool().lendsReadOnly();
    this.writes = primary ? WriteObserver.of(dialect, lease.physical()) : WriteObserver.blind();
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

  /** Tells whether it was lent for want of a replica, of which there are few. */
  boolean isFallback() {
    return lease.isFallback();
  }

  WriteObserver writes() {
    return writes;
  }

  /** Makes the connection read-only or not; asks the driver only if its state is not known. */
  void setReadOnly(boolean wanted) throws SQLException {
    Boolean known = readOnly;
    if (known == null) {
      known = physical().isReadOnly();
    }
    if (known != wanted) {
      physical().setReadOnly(wanted);
    }
    readOnly = wanted;
  }

  /** Returns which change of the routed connection's settings has reached this connection. */
  int appliedVersion() {
    return appliedVersion;
  }

  void applied(int version) {
    appliedVersion = version;
  }

  /** Notes that from here on the driver may have opened a transaction. */
  void begin() {
    if (!inTransaction) {
      inTransaction = true;
      appliedBefore = appliedVersion;
    }
  }

  boolean isInTransaction() {
    return inTransaction;
  }

  /** Notes that the transaction has ended and stays. */
  void committed() {
    inTransaction = false;
  }

  /** Notes that the transaction has ended and is undone, with the settings that were part of it. */
  void rolledBack() {
    inTransaction = false;
    appliedVersion = appliedBefore;
  }

  /** Notes that a part of the transaction is undone, maybe with settings. */
  void rolledBackPartly() {
    appliedVersion = appliedBefore;
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

  /** Notes that a statement is open on this connection. */
  void opened(BoundStatement<?> statement) {
    statement.nextOnNode = statements;
    statements = statement;
  }

  /** Notes that a statement is open here no more. */
  void closed(BoundStatement<?> statement) {
    BoundStatement<?> link = statements;
    if (link == statement) {
      statements = statement.nextOnNode;
    }
    while (link != null && link.nextOnNode != statement) {
      link = link.nextOnNode;
    }
    if (link != null) {
      link.nextOnNode = statement.nextOnNode;
    }
    statement.nextOnNode = null;
  }

  /**
   * Notes that the connection is needed until the routed one is closed: for its session, or for
   * driver objects of which nobody says when the application lets go.
   */
  void keep() {
    kept = true;
  }

  /** Notes that the server has gone away under this connection, or has become another. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  /**
   * Tells whether the connection is closed without our doing: a pool closes one on which it saw a
   * failure that we did not see, such as one of a result set.
   */
  boolean hasClosedItself() {
    try {
      return physical().isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Tells whether nothing of this connection can still be in use. */
  boolean isIdle() {
    while (statements != null && statements.hasClosedItself()) {
      closed(statements);
    }
    return statements == null && !kept;
  }

  /** Ends a transaction that has done nothing. */
  void rollbackQuietly() {
    rolledBack();
    try {
      physical().rollback();
    } catch (SQLException e) {
      LOG.debug("A transaction on node {} could not be rolled back", node(), e);
    }
  }

  void release() throws SQLException {
    if (lease.end()) {
      lease.node().giveBack(lease);
    }
  }

  /** Aborts the connection and tells its pool, which must not count it as borrowed for ever. */
  void abort(Executor executor) throws SQLException {
    if (lease.end()) {
      try {
        physical().abort(executor);
      } finally {
        giveBackQuietly();
      }
    }
  }

  /** Gives back a connection that nobody waits for. */
  void releaseQuietly() {
    if (lease.end()) {
      giveBackQuietly();
    }
  }

  /** The pool gets rid of a broken connection itself. */
  private void giveBackQuietly() {
    try {
      lease.node().giveBack(lease);
    } catch (SQLException e) {
      LOG.debug("A connection to node {} could not be closed", node(), e);
    }
  }
}
