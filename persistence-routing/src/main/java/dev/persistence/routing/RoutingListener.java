package dev.persistence.routing;

import dev.persistence.core.consistency.TokenVerdict;
import org.jspecify.annotations.Nullable;

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

  /**
   * Another node is the primary now.
   *
   * @param from the primary before, or null if there was none
   * @param to the primary now, or null if there is none at the moment
   */
  default void primaryChanged(@Nullable String from, @Nullable String to) {}

  /** A read that no replica could serve was turned away to protect the primary. */
  default void fallbackRejected() {}

  /**
   * A session or a read brought a token that cannot be taken at its word: its position is
   * unreadable, beyond the primary's, or of another cluster or an older epoch. The read was served
   * as if the session had just written.
   */
  default void tokenRefused(TokenVerdict verdict) {}
}
