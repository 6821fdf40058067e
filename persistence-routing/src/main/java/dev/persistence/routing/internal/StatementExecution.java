package dev.persistence.routing.internal;

import java.sql.Connection;
import java.sql.SQLException;

/** The bond between one statement, the node it lives on and the routed connection it came from. */
final class StatementExecution {

  /** A call of the driver that runs a statement. */
  interface Call<T> {
    T run() throws SQLException;
  }

  private final RoutingConnection connection;
  private final NodeConnection node;
  private boolean closed;

  StatementExecution(RoutingConnection connection, NodeConnection node) {
    this.connection = connection;
    this.node = node;
    node.statementOpened();
  }

  Connection connection() {
    return connection;
  }

  /** Runs the statement between the connection's checks before it and its notes after it. */
  <T> T run(Call<T> call) throws SQLException {
    long startedNanos = connection.beforeExecution(node);
    try {
      return call.run();
    } catch (SQLException e) {
      connection.failed(node, e);
      throw e;
    } finally {
      connection.afterExecution(node, startedNanos);
    }
  }

  /** Notes that the application got hold of the driver's own statement. */
  void escaped() throws SQLException {
    connection.escaped(node);
  }

  void statementClosed() {
    if (!closed) {
      closed = true;
      node.statementClosed();
      connection.statementClosed(node);
    }
  }
}
