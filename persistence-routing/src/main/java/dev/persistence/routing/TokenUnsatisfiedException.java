package dev.persistence.routing;

import dev.persistence.core.Explanation;
import java.sql.SQLNonTransientException;

/**
 * A read brought a token of another epoch than the present one, and {@link UnsatisfiedToken#FAIL}
 * was chosen.
 *
 * <p>Nothing was sent to any database. If the token's epoch is over, the write that it stands for
 * may have been lost in a failover: whoever made it should look whether it is there. If it is newer
 * than what this process knows, a promotion was not seen here yet, and the read may be run again
 * soon. The next token of the session is of the present epoch. SQLState HY000.
 */
public final class TokenUnsatisfiedException extends SQLNonTransientException {

  private static final long serialVersionUID = 1L;

  /**
   * @param cluster the name of the routed data source
   * @param tokenEpoch the epoch of the token
   * @param epoch the present epoch
   */
  public TokenUnsatisfiedException(String cluster, long tokenEpoch, long epoch) {
    this(
        cluster,
        "it is of epoch "
            + tokenEpoch
            + ", and after a failover the primary's epoch is "
            + epoch
            + ": the write may be lost",
        "Look on the primary whether the write is there, with a session without the token");
  }

  private TokenUnsatisfiedException(String cluster, String why, String remedy) {
    super(
        new Explanation("The token of \"" + cluster + "\" is not satisfied", why, remedy)
            .toString(),
        "HY000");
  }

  /**
   * Returns the exception for a token that is ahead of what this process knows, where epochs have
   * an order.
   *
   * @param cluster the name of the routed data source
   * @param tokenEpoch the epoch of the token
   * @param epoch the older epoch that is the present one as far as is known here
   */
  public static TokenUnsatisfiedException ofNewerEpoch(
      String cluster, long tokenEpoch, long epoch) {
    String why =
        "it is of epoch "
            + tokenEpoch
            + ", newer than the primary's epoch "
            + epoch
            + " known here: a promotion that this process has not seen yet";
    return new TokenUnsatisfiedException(cluster, why, "Read again once the promotion is seen");
  }
}
