package dev.persistence.routing;

import dev.persistence.core.Explanation;
import java.sql.SQLTransientException;
import java.time.Duration;

/**
 * A read was turned away: no replica could serve it, and the share of the primary's pool that such
 * reads may take was in use for all of {@code borrowTimeout}.
 *
 * <p>Nothing was sent to any database. Transient: try again after {@link #retryAfter()}. SQLState
 * 57P03.
 */
public final class PrimaryProtectedException extends SQLTransientException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param decision what was known of the replicas
   * @param retryAfter an estimate of when a replica can serve the read
   */
  public PrimaryProtectedException(RouteDecision decision, Duration retryAfter) {
    super(
        new Explanation(
                "The read was turned away to protect the primary",
                "too many reads already fell back on " + decision,
                "Try again in about "
                    + retryAfter.toMillis()
                    + " ms, demand less freshness, or raise primaryFallbackPercent")
            .toString(),
        "57P03");
    this.retryAfter = retryAfter;
  }

  /** Returns an estimate of when a replica can serve the read. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
