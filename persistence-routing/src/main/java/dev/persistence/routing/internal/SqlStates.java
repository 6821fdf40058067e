package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;

/** What routing must know of a failed statement, from the SQLState alone. */
final class SqlStates {

  private SqlStates() {}

  /** Tells whether the connection is gone, or the server is going. */
  static boolean isConnectionLost(SQLException failure) {
    String state = failure.getSQLState();
    return failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLTransientConnectionException
        || failure instanceof SQLRecoverableException
        || (state != null && (state.startsWith("08") || state.startsWith("57P0")));
  }

  /**
   * Returns the exception for a COMMIT that failed: if the connection was lost, nobody knows
   * whether the commit happened, and the exception says so; otherwise the failure as it is.
   */
  static SQLException outcomeUnknown(SQLException failure, Node node) {
    if (!isConnectionLost(failure)) {
      return failure;
    }
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
