package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;

/** What routing must know of a failed statement, from the SQLState alone. */
final class SqlStates {

  /** MySQL's ER_OPTION_PREVENTS_STATEMENT: the server runs with an option such as read_only. */
  private static final int OPTION_PREVENTS_STATEMENT = 1290;

  /** MySQL's ER_READ_ONLY_MODE. */
  private static final int READ_ONLY_MODE = 1836;

  private SqlStates() {}

  /** Tells whether the connection is gone, or the server is going. */
  static boolean isConnectionLost(SQLException failure) {
    String state = failure.getSQLState();
    return failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLTransientConnectionException
        || failure instanceof SQLRecoverableException
        || (state != null && (state.startsWith("08") || state.startsWith("57P0")));
  }

  /** Tells whether the server, or the transaction, takes no writes. */
  static boolean isReadOnlyServer(SQLException failure) {
    return "25006".equals(failure.getSQLState())
        || failure.getErrorCode() == OPTION_PREVENTS_STATEMENT
        || failure.getErrorCode() == READ_ONLY_MODE;
  }

  /**
   * Returns the exception for a read-only transaction that ended with its connection: transient,
   * since the whole transaction may be run again, with the SQLState of the failure.
   */
  static SQLException transactionLost(SQLException failure, Node node) {
    if (failure instanceof SQLTransientException) {
      return failure;
    }
    return new SQLTransientConnectionException(
        new Explanation(
                "The read-only transaction has ended",
                "the connection to node \"" + node + "\" was lost: " + failure.getMessage(),
                "Roll back and run the whole transaction again; another node will serve it")
            .toString(),
        failure.getSQLState(),
        failure.getErrorCode(),
        failure);
  }

  /** Returns the exception for a COMMIT whose connection was lost: nobody knows its outcome. */
  static SQLException outcomeUnknown(SQLException failure, Node node) {
    return new SQLNonTransientConnectionException(
        new Explanation(
                "It is unknown whether the transaction was committed",
                "the connection to node \"" + node + "\" was lost during COMMIT",
                "Do not simply repeat the work: look whether it is there, or make it idempotent")
            .toString(),
        "08007",
        failure);
  }
}
