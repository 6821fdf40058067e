package dev.persistence.routing.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/** A physical connection to one node while a routed connection holds it. Used by one thread. */
final class NodeConnection {

  private final Node node;
  private final Connection physical;
  private final boolean primary;
  private final RememberedSettings.Applied applied = new RememberedSettings.Applied();
  private long place;
  private int openStatements;
  private boolean escaped;

  NodeConnection(Node node, boolean primary) throws SQLException {
    this.node = node;
    this.physical = node.borrow();
    this.primary = primary;
  }

  Node node() {
    return node;
  }

  Connection physical() {
    return physical;
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

  void place(long checked) {
    place = checked;
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

  /** Tells whether nothing of this connection can still be in use. */
  boolean isIdle() {
    return openStatements <= 0 && !escaped;
  }

  void release() throws SQLException {
    node.giveBack(physical);
  }

  void abort(Executor executor) throws SQLException {
    node.lost();
    physical.abort(executor);
  }
}
