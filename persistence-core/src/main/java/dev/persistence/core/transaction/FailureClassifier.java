package dev.persistence.core.transaction;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.FailureKind;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a failure means for its transaction, and asks which database it is only once the
 * SQLState alone does not say.
 */
final class FailureClassifier {

  private static final int LONGEST_CHAIN = 20;

  /** Written by the first connection that can tell its database; never changes after that. */
  private volatile @Nullable Dialect known;

  /**
   * Tells what the failure is, or comes from.
   *
   * @param connection the one that it happened on, or null if there was none
   */
  FailureKind kind(@Nullable Connection connection, Throwable failure) {
    SQLException cause = sqlCause(failure);
    if (cause == null) {
      return FailureKind.OTHER;
    }
    FailureKind kind = Dialect.classifyUnknown(cause);
    if (kind == FailureKind.OTHER && connection != null) {
      Dialect dialect = dialect(connection, failure);
      return dialect == null ? kind : dialect.classify(cause);
    }
    return kind;
  }

  /** Tells whether a COMMIT that failed like this may nevertheless have happened. */
  boolean mayHaveCommitted(Connection connection, SQLException failure) {
    FailureKind kind = Dialect.classifyUnknown(failure);
    if (kind == FailureKind.CONNECTION_LOST) {
      return true;
    }
    Dialect dialect = dialect(connection, failure);
    return dialect == null ? !kind.isConflict() : dialect.mayHaveCommitted(failure);
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    Throwable link = failure;
    for (int i = 0; link != null && i < LONGEST_CHAIN; i++) {
      if (link instanceof SQLException cause) {
        return cause;
      }
      link = link.getCause();
    }
    return null;
  }

  /** Returns null, and leaves the reason with the failure, if the connection cannot tell. */
  private @Nullable Dialect dialect(Connection connection, Throwable failure) {
    Dialect dialect = known;
    if (dialect == null) {
      try {
        dialect = Dialect.detect(connection);
        known = dialect;
      } catch (SQLException | RuntimeException unknown) { // Whatever it is, the failure counts.
        if (unknown != failure) {
          failure.addSuppressed(unknown);
        }
      }
    }
    return dialect;
  }
}
