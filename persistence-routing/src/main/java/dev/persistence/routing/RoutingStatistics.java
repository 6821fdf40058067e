package dev.persistence.routing;

import dev.persistence.core.consistency.TokenVerdict;
import java.time.Duration;
import java.util.Map;

/**
 * What a {@link RoutingDataSource} has done since it was built.
 *
 * @param decisions how often each reason led to a choice
 * @param waits how many reads waited for a replica, with or without success
 * @param waited how long they waited altogether
 * @param fallbackRejections reads that were turned away to protect the primary
 * @param tokens what became of the tokens of this cluster that sessions were resumed with or that
 *     reads demanded: a good one is counted once for each session, a refused one each time
 */
public record RoutingStatistics(
    Map<RouteReason, Long> decisions,
    long waits,
    Duration waited,
    long fallbackRejections,
    Map<TokenVerdict, Long> tokens) {

  public RoutingStatistics {
    decisions = Map.copyOf(decisions);
    tokens = Map.copyOf(tokens);
  }

  /** Returns how often the reason led to a choice. */
  public long decisions(RouteReason reason) {
    return decisions.getOrDefault(reason, 0L);
  }

  /** Returns how often a token came to that. */
  public long tokens(TokenVerdict verdict) {
    return tokens.getOrDefault(verdict, 0L);
  }
}
