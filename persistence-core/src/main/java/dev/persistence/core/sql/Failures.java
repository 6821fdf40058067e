package dev.persistence.core.sql;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Function;

/** What the SQL standard and JDBC say about a failure, before any engine's own codes. */
final class Failures {

  /** Chains are short; the bound only guards against a chain that leads back to itself. */
  private static final int LONGEST_CHAIN = 20;

  private Failures() {}

  /** Returns the first kind that is not OTHER along the causes and the chained exceptions. */
  static FailureKind kind(SQLException failure, Function<SQLException, FailureKind> one) {
    FailureKind kind = FailureKind.OTHER;
    Throwable link = failure;
    for (int i = 0; link != null && i < LONGEST_CHAIN && kind == FailureKind.OTHER; i++) {
      if (link instanceof SQLException sqlFailure) {
        kind = one.apply(sqlFailure);
        SQLException next = sqlFailure.getNextException();
        if (kind == FailureKind.OTHER && next != null) {
          kind = one.apply(next);
        }
      }
      link = link.getCause();
    }
    return kind;
  }

  static FailureKind byState(SQLException failure) {
    String state = state(failure);
    return switch (state) {
      case "40001" -> FailureKind.SERIALIZATION_FAILURE;
      case "40P01" -> FailureKind.DEADLOCK;
      case "23505" -> FailureKind.UNIQUE_VIOLATION;
      case "25006" -> FailureKind.READ_ONLY;
      // A protocol violation, such as NUL in a text, leaves the connection as it was.
      case "08P01" -> FailureKind.OTHER;
      default ->
          state.startsWith("08") || isConnectionException(failure)
              ? FailureKind.CONNECTION_LOST
              : FailureKind.OTHER;
    };
  }

  private static boolean isConnectionException(SQLException failure) {
    return failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLRecoverableException;
  }

  /** Tells whether the server cannot have been the one to say this, so that its answer is open. */
  static boolean noAnswer(SQLException failure, FailureKind kind) {
    return kind == FailureKind.CONNECTION_LOST
        || failure instanceof SQLTimeoutException
        || state(failure).isEmpty()
        || state(failure).startsWith("08")
        || state(failure).equals("40003");
  }

  /** Tells whether the SQLState says that the transaction did not happen. */
  static boolean isRollbackState(SQLException failure) {
    String state = state(failure);
    return state.startsWith("23") || state.startsWith("25") || state.startsWith("40");
  }

  static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }
}
