package dev.persistence.routing.internal;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The physical connections that one routed connection holds, at most one for each node; nearly
 * always none or one. Used by one thread, but for {@link #abort}.
 */
final class Held {

  private final List<NodeConnection> connections = new CopyOnWriteArrayList<>();
  private @Nullable SessionState unobserved;

  /** Returns the connection to a node, or null; one that was lost is given back. */
  @Nullable NodeConnection usable(Node node) {
    for (NodeConnection connection : connections) {
      if (connection.node() == node) {
        if (!connection.isLost()) {
          return connection;
        }
        releaseNow(connection);
        return null;
      }
    }
    return null;
  }

  NodeConnection add(NodeConnection connection) {
    connections.add(connection);
    return connection;
  }

  /** Counts this connection as a possible writer of the session until it is closed. */
  void countAsWriter(SessionState session) {
    if (unobserved == null) {
      unobserved = session;
      session.unobservedWriterOpened();
    }
  }

  void releaseIfIdle(NodeConnection connection) {
    if (connection.isIdle()) {
      releaseNow(connection);
    }
  }

  private void releaseNow(NodeConnection connection) {
    if (connections.remove(connection)) {
      connection.releaseQuietly();
    }
  }

  /** Gives all connections back to their pools; the first failure carries the others. */
  void releaseAll() throws SQLException {
    SQLException failure = null;
    for (NodeConnection connection : List.copyOf(connections)) {
      if (!connections.remove(connection)) {
        continue;
      }
      try {
        connection.release();
      } catch (SQLException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    endUnobserved();
    if (failure != null) {
      throw failure;
    }
  }

  void abort(Executor executor) throws SQLException {
    for (NodeConnection connection : List.copyOf(connections)) {
      if (connections.remove(connection)) {
        connection.abort(executor);
      }
    }
    endUnobserved();
  }

  private void endUnobserved() {
    if (unobserved != null) {
      unobserved.unobservedWriterClosed();
      unobserved = null;
    }
  }
}
