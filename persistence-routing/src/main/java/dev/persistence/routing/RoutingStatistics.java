package dev.persistence.routing;

import java.time.Duration;
import java.util.Map;

/**
 * What a {@link RoutingDataSource} has done since it was built.
 *
 * @param decisions how often each reason led to a choice
 * @param waits how many reads waited for a replica, with or without success
 * @param waited how long they waited altogether
 * @param fallbackRejections reads that were turned away to protect the primary
 */
public record RoutingStatistics(
    Map<RouteReason, Long> decisions, long waits, Duration waited, long fallbackRejections) {

  public RoutingStatistics {
    decisions = Map.copyOf(decisions);
  }

  /** Returns how often the reason led to a choice. */
  public long decisions(RouteReason reason) {
    return decisions.getOrDefault(reason, 0L);
  }
}
