package dev.persistence.routing.internal;

import dev.persistence.core.consistency.Consistency;

/**
 * Checks the replicas against what reads demand, and waits for one that is fresh enough.
 * Thread-safe.
 */
final class Freshness {

  private static final long CHOICE_MARGIN_NANOS = 5_000_000;

  private final Cluster cluster;
  private final DecisionLog log;
  private final long maxWaitNanos;

  Freshness(Cluster cluster, DecisionLog log) {
    this.cluster = cluster;
    this.log = log;
    this.maxWaitNanos = cluster.config().maxWait().toNanos();
  }

  /**
   * Returns a check for a statement that will run a little later: a node must be so much fresher
   * than the bound that it still is within it then.
   */
  FreshnessCheck ahead(Consistency demand, SessionState session, long nowNanos) {
    long margin = Math.min(CHOICE_MARGIN_NANOS, demand.maxStalenessNanos() / 10);
    return FreshnessCheck.of(cluster, demand, session.marks(), nowNanos + margin);
  }

  /** Tells whether a node may serve a read now, after a wait of up to {@code maxWait}. */
  boolean admits(int node, Consistency demand, SessionState session) {
    FreshnessCheck check = FreshnessCheck.of(cluster, demand, session.marks(), now());
    if (check.rejection(node) == null || check.isUnwatched(node)) {
      return true;
    }
    long others = ~(1L << node);
    return await(check, session, others).eligible(others) != 0;
  }

  /**
   * Waits up to {@code maxWait} until a node is eligible, if that is likely.
   *
   * @param first what was not good enough
   * @return the last check made, whether a node became eligible or not
   */
  FreshnessCheck await(FreshnessCheck first, SessionState session, long excluded) {
    FreshnessCheck check = first;
    long since = now();
    long deadline = since + maxWaitNanos;
    boolean waited = false;
    try {
      while (!session.hasUnobservedWriters() && check.isWorthWaiting(excluded, deadline)) {
        waited = true;
        if (!cluster.clock().awaitProgress(check.neededNanos(), deadline, check.topology())) {
          break;
        }
        check = ahead(first.demand(), session, now());
        if (check.eligible(excluded) != 0) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (waited) {
      log.waited(now() - since);
    }
    return check;
  }

  private long now() {
    return cluster.clock().now();
  }
}
