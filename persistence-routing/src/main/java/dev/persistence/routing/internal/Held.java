package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The physical connections that one routed connection holds; nearly always none or one. Used by one
 * thread, but for {@link #abort}: a list that only its user changes and that anybody may walk.
 */
final class Held {

  private volatile @Nullable NodeConnection first;
  private volatile SessionState.@Nullable UnobservedWriter unobserved;
  private volatile boolean closed;

  /** Returns a connection to a node in that role, or null; one that was lost is given back. */
  @Nullable NodeConnection usable(Node node, boolean primary) {
    for (NodeConnection known = first; known != null; known = known.next) {
      if (known.node() == node && (known.isLost() || known.hasClosedItself())) {
        remove(known);
        known.releaseQuietly();
      } else if (known.node() == node && known.isPrimary() == primary) {
        return known;
      }
    }
    return null;
  }

  /** Keeps a connection; gives it back at once if another thread has aborted them meanwhile. */
  NodeConnection add(NodeConnection connection) throws SQLException {
    connection.next = first;
    first = connection;
    if (closed) {
      close();
      ensureOpen();
    }
    return connection;
  }

  /** Counts this connection as a possible writer of the session until it is closed. */
  void countAsWriter(SessionState session) {
    if (unobserved == null) {
      unobserved = session.openUnobservedWriter();
    }
  }

  /** Gives back all that nothing is open on, but for the one in use. */
  void releaseIdleBut(@Nullable NodeConnection current) {
    NodeConnection known = first;
    if (known == null || (known == current && known.next == null)) {
      return;
    }
    while (known != null) {
      NodeConnection following = known.next;
      if (known != current && known.isIdle()) {
        remove(known);
        known.releaseQuietly();
      }
      known = following;
    }
  }

  private void remove(NodeConnection gone) {
    NodeConnection link = first;
    if (link == gone) {
      first = gone.next;
      return;
    }
    while (link != null && link.next != gone) {
      link = link.next;
    }
    if (link != null) {
      link.next = gone.next;
    }
  }

  /** Gives all connections back to their pools; the first failure carries the others. */
  void close() throws SQLException {
    closed = true;
    endAll(NodeConnection::release);
  }

  /** Aborts all connections; the first failure carries the others. */
  void abort(Executor executor) throws SQLException {
    closed = true;
    endAll(connection -> connection.abort(executor));
  }

  boolean isClosed() {
    return closed;
  }

  void ensureOpen() throws SQLException {
    if (closed) {
      throw new SQLNonTransientConnectionException(
          new Explanation(
                  "The connection cannot be used", "it is closed", "Get a new one for new work")
              .toString(),
          "08003");
    }
  }

  private interface End {
    void of(NodeConnection connection) throws SQLException;
  }

  private void endAll(End end) throws SQLException {
    SQLException failure = null;
    for (NodeConnection known = first; known != null; known = known.next) {
      try {
        end.of(known);
      } catch (SQLException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    SessionState.UnobservedWriter writer = unobserved;
    if (writer != null) {
      writer.close();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
