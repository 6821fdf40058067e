package dev.persistence.cache.store;

import java.time.Duration;

/**
 * What an invalidation leaves behind, so that the next load does not read from a replica that lacks
 * the change.
 *
 * @param position text that tells where in the database's history the change is; {@link #UNKNOWN}
 *     if nobody knows
 * @param keep how long it is kept: longer than any replica lags and than any load takes
 */
public record Tombstone(String position, Duration keep) {

  /** A change of unknown position, which only the primary is sure to have. */
  public static final String UNKNOWN = "";
}
