package dev.persistence.routing.internal;

import java.net.SocketTimeoutException;
import java.sql.SQLException;

/** How a sample failed, and so what it says about the node. */
enum SampleFailure {
  /** There was no connection, or it was lost: nobody is there. */
  REFUSED,
  /** No answer came in time: the node may be dead, cut off or only slow. */
  SILENT,
  /** The node answered, but not to the question: it lives. */
  ANSWERED_WITH_ERROR;

  /** Tells the kind of whatever a driver, a pool or a dialect has thrown. */
  static SampleFailure of(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof SocketTimeoutException) {
        return SILENT;
      }
    }
    boolean lost = thrown instanceof SQLException failure && SqlStates.isConnectionLost(failure);
    return lost ? REFUSED : ANSWERED_WITH_ERROR;
  }
}
