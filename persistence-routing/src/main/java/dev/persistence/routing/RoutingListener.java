package dev.persistence.routing;

/**
 * Sees what the router does.
 *
 * <p>Called on the thread that does it, with no lock held; implementations are thread-safe and
 * return quickly. What they throw is logged and dropped.
 */
public interface RoutingListener {

  /** Listens to nothing. */
  RoutingListener NONE = new RoutingListener() {};

  /** A connection was bound to a node. */
  default void decided(RouteDecision decision) {}

  /** The sampler gets answers from a node again, or no more. */
  default void nodeChanged(String node, boolean up) {}
}
