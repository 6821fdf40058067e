package dev.persistence.routing;

import dev.persistence.core.Explanation;
import java.sql.SQLNonTransientException;

/**
 * A read brought a token of an epoch that is over, and {@link UnsatisfiedToken#FAIL} was chosen.
 *
 * <p>Nothing was sent to any database. The write that the token stands for may have been lost in a
 * failover: whoever made it should look whether it is there. The next token of the session is of
 * the present epoch. SQLState HY000.
 */
public final class TokenUnsatisfiedException extends SQLNonTransientException {

  private static final long serialVersionUID = 1L;

  /**
   * @param cluster the name of the routed data source
   * @param tokenEpoch the epoch of the token
   * @param epoch the present epoch
   */
  public TokenUnsatisfiedException(String cluster, long tokenEpoch, long epoch) {
    super(
        new Explanation(
                "The token of \"" + cluster + "\" is not satisfied",
                "it is of epoch "
                    + tokenEpoch
                    + ", and after a failover the primary's epoch is "
                    + epoch
                    + ": the write may be lost",
                "Look on the primary whether the write is there, with a session without the token")
            .toString(),
        "HY000");
  }
}
