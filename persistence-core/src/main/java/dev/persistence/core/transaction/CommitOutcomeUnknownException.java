package dev.persistence.core.transaction;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;

/**
 * A COMMIT whose answer never came: the transaction is either there in full or not at all, and
 * nobody on this side can tell.
 *
 * <p>Never retried here, since a second run might do the work twice. The cause is what the driver
 * threw.
 */
public final class CommitOutcomeUnknownException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  CommitOutcomeUnknownException(Throwable cause) {
    super(
        new Explanation(
            "It is unknown whether the transaction was committed",
            "COMMIT was sent and no answer came (" + cause.getMessage() + ")",
            "Look for a row that the transaction wrote, such as one under a unique request id;"
                + " run it again only if the row is not there"),
        cause);
  }

  /** Returns {@code 08007}, the SQL standard's "transaction resolution unknown". */
  public String sqlState() {
    return "08007";
  }
}
