package dev.persistence.sharding;

import dev.persistence.core.Explanation;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * A shard's word that it holds a key no more.
 *
 * <p>While buckets move, a fence in the old shard refuses every write to them with {@link
 * #SQL_STATE}, whoever writes; so a client whose map is old changes nothing. {@link
 * ShardedDataSource#inShard} then asks its resolver for news and tries once more; this is thrown if
 * there were none, or if the new shard refused as well. A later try may succeed.
 */
public final class ShardMovedException extends SQLTransientException {

  /** What a fence raises. */
  public static final String SQL_STATE = "SH001";

  private static final int LONGEST_CHAIN = 20;
  private static final long serialVersionUID = 1L;

  public ShardMovedException(String shard, @Nullable Throwable cause) {
    super(
        new Explanation(
                "Shard \"" + shard + "\" refused the work",
                "the key has moved to another shard, or is moving, and its new place is not known",
                "Try again; if it lasts, look at the move that is under way")
            .toString(),
        SQL_STATE,
        cause);
  }

  /** Tells whether a failure, or one that it was caused by, is a fence's. */
  public static boolean isReportedBy(SQLException failure) {
    Throwable link = failure;
    for (int i = 0; link != null && i < LONGEST_CHAIN; i++) {
      if (link instanceof SQLException told && SQL_STATE.equals(told.getSQLState())) {
        return true;
      }
      link = link.getCause();
    }
    return false;
  }
}
