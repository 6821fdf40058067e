package dev.persistence.core.transaction;

import dev.persistence.core.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/** What a transaction changes on its connection, and how it was before. Not thread-safe. */
final class ConnectionSettings {

  private final Connection connection;
  private boolean setReadOnly;
  private int isolationBefore = Connection.TRANSACTION_NONE;
  private boolean autoCommitBefore;
  private boolean broken;

  ConnectionSettings(Connection connection) {
    this.connection = connection;
  }

  /** Read-only comes first: a routed connection takes it as the sign of where to go. */
  void begin(TransactionsConfig config) throws SQLException {
    if (config.readOnly() && !connection.isReadOnly()) {
      connection.setReadOnly(true);
      setReadOnly = true;
    }
    Isolation isolation = config.isolation();
    if (isolation != null) {
      int before = connection.getTransactionIsolation();
      if (before != isolation.level()) {
        connection.setTransactionIsolation(isolation.level());
        isolationBefore = before;
      }
    }
    autoCommitBefore = connection.getAutoCommit();
    if (autoCommitBefore) {
      connection.setAutoCommit(false);
    }
  }

  /** Rejects a body that took the transaction out of our hands. */
  void checkKept() throws SQLException {
    if (connection.isClosed()) {
      broken = true;
      throw new IllegalStateException(
          "The body closed the connection of its transaction, or lost it without a failure: whether"
              + " its work was committed depends on the driver. Leave closing to the transaction.");
    }
    if (connection.getAutoCommit()) {
      broken = true;
      throw new IllegalStateException(
          "The body turned autocommit on: its work so far is committed, in parts. Leave the"
              + " transaction's end to the transaction.");
    }
    if (Dialect.isRollbackOnly(connection)) {
      throw new IllegalStateException(
          "The body kept a failure to itself for which the database gave the transaction up: nothing"
              + " of it can be committed. Let the failure out, or run such a statement behind a"
              + " savepoint and roll back to that.");
    }
  }

  /** Looks after a failed body whether it committed a part before: not all drivers refuse then. */
  void noticeAutoCommit() throws SQLException {
    if (!broken && connection.getAutoCommit()) {
      broken = true;
    }
  }

  /** Tells whether the body took the transaction out of our hands. */
  boolean broken() {
    return broken;
  }

  /** Must not be called with a transaction open, since turning autocommit on commits it. */
  void restore() throws SQLException {
    if (autoCommitBefore) {
      connection.setAutoCommit(true);
    }
    if (isolationBefore != Connection.TRANSACTION_NONE) {
      connection.setTransactionIsolation(isolationBefore);
    }
    if (setReadOnly) {
      connection.setReadOnly(false);
    }
  }
}
