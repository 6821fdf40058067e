package dev.persistence.routing.internal;

import dev.persistence.routing.NodeRole;
import dev.persistence.routing.Rejection;
import dev.persistence.routing.RouteDecision;
import dev.persistence.routing.RouteReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A choice and all that it was made from, cheap to keep; put into words only when somebody asks.
 * Immutable.
 *
 * @param node the chosen node
 * @param check what a read was checked against; null for work that must go to the primary
 * @param excluded nodes whose pool gave no connection
 */
record Decision(Node node, RouteReason reason, @Nullable FreshnessCheck check, long excluded) {

  RouteDecision explain(List<Node> nodes) {
    if (check == null) {
      return new RouteDecision(node.name(), NodeRole.PRIMARY, reason, Duration.ZERO, Map.of());
    }
    Map<String, Rejection> rejected = rejected(check, nodes);
    if (reason.role() == NodeRole.PRIMARY) {
      return new RouteDecision(node.name(), NodeRole.PRIMARY, reason, Duration.ZERO, rejected);
    }
    Duration staleness = check.staleness(node.index());
    return new RouteDecision(node.name(), NodeRole.REPLICA, reason, staleness, rejected);
  }

  private Map<String, Rejection> rejected(FreshnessCheck made, List<Node> nodes) {
    Map<String, Rejection> rejected = new HashMap<>();
    for (Node other : nodes) {
      boolean known = other.index() < made.topology().size() && !other.isRemoved();
      if (known && other != node && other.index() != made.topology().primary()) {
        boolean noConnection = (excluded & other.bit()) != 0;
        Rejection why = noConnection ? Rejection.NO_CONNECTION : made.rejection(other.index());
        rejected.put(other.name(), why == null ? Rejection.NOT_CHOSEN : why);
      }
    }
    return rejected;
  }
}
