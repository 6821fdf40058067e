package dev.persistence.routing;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which node got the work, and why the others did not.
 *
 * @param node the node's name
 * @param role its role at that moment
 * @param reason why it was chosen
 * @param staleness an upper bound of how old the node's data was; null if unknown, zero on a
 *     primary
 * @param rejected the replicas that were not chosen, by name
 */
public record RouteDecision(
    String node,
    NodeRole role,
    RouteReason reason,
    @Nullable Duration staleness,
    Map<String, Rejection> rejected) {

  public RouteDecision {
    rejected = Map.copyOf(rejected);
  }

  /** Returns one readable line. */
  @Override
  public String toString() {
    String age = staleness == null ? "unknown staleness" : "stale by at most " + millis(staleness);
    String others =
        rejected.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + " " + entry.getValue().text())
            .collect(Collectors.joining(", "));
    return node
        + " ("
        + role.name().toLowerCase(java.util.Locale.ROOT)
        + "): "
        + reason.text()
        + ", "
        + age
        + (others.isEmpty() ? "" : "; not used: " + others);
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
