package dev.persistence.routing.internal;

import dev.persistence.core.consistency.Consistency;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds a connection for the next work of one routed connection: has the router choose a node,
 * borrows there unless one is held already, and chooses again when that fails or took too long.
 * Used by one thread.
 */
final class NodeChoice {

  /** A choice may be so much older than the connection that it was made for. */
  private static final long CHOICE_HOLDS_NANOS = 5_000_000;

  private final Router router;
  private final Intent intent;
  private final Held held;

  /** When the node of the coming execution was chosen, or 0 if that was not just now. */
  private long chosenNanos;

  NodeChoice(Router router, Intent intent, Held held) {
    this.router = router;
    this.intent = intent;
    this.held = held;
  }

  /**
   * Returns a connection where the work belongs.
   *
   * @param old where it was so far and stays if that is still right, or null
   * @param failed nodes that have just failed
   */
  NodeConnection choose(@Nullable NodeConnection old, long failed) throws SQLException {
    Consistency demand = intent.demand();
    long sinceNanos = now();
    long excluded = failed;
    for (long nowNanos = sinceNanos; ; nowNanos = now()) {
      if (old != null) {
        router.locate(old); // Before the choice, so that a restart in between is noticed.
      }
      Topology seen = router.cluster().clock().topology();
      Node node =
          demand == null
              ? router.primary(intent.primaryReason())
              : router.replica(demand, excluded, old == null ? -1 : old.node().index(), nowNanos);
      boolean primary = router.isPrimary(node);
      NodeConnection target = held.usable(node, primary);
      if (target == null) {
        try {
          target = borrow(router.borrow(node, demand, excluded, sinceNanos), primary);
        } catch (SQLException | RuntimeException e) { // Of whatever pool the application uses.
          if (Thread.currentThread().isInterrupted()) {
            throw e;
          }
          router.notLent(node);
          if (primary || held.isClosed()) {
            throw e;
          }
          excluded |= node.bit();
        }
      }
      if (target != null && (target == old || isStillRight(target, demand, seen, sinceNanos))) {
        return target;
      }
    }
  }

  private @Nullable NodeConnection borrow(@Nullable Lease lease, boolean primary)
      throws SQLException {
    return lease == null
        ? null
        : held.add(new NodeConnection(lease, primary, router.cluster().config().dialect()));
  }

  /** Tells whether a choice holds that was made before the connection was there. */
  @SuppressWarnings("ReferenceEquality") // Each change makes a new topology.
  private boolean isStillRight(
      NodeConnection target, @Nullable Consistency demand, Topology seen, long sinceNanos) {
    router.locate(target);
    if (demand == null || target.isPrimary()) {
      return true;
    }
    boolean unchanged = router.cluster().clock().topology() == seen;
    boolean ages = demand.level() == Consistency.Level.BOUNDED;
    if (unchanged && (!ages || now() - sinceNanos < CHOICE_HOLDS_NANOS)) {
      chosenNanos = sinceNanos;
      return true;
    }
    return router.isStillEligible(demand, target.node().index());
  }

  /** Returns the present, or 0 if nobody wants to know when the execution starts. */
  long startedNanos(NodeConnection target) {
    long chosen = chosenNanos;
    chosenNanos = 0;
    boolean wanted = chosen == 0 || target.isPrimary() || target.node().wantsLatency(chosen);
    return wanted ? now() : 0;
  }

  private long now() {
    return router.cluster().clock().now();
  }
}
