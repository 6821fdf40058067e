package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.Session;
import dev.persistence.core.consistency.SessionParticipant;
import dev.persistence.core.consistency.TokenVerdict;
import dev.persistence.routing.NoPrimaryException;
import dev.persistence.routing.PrimaryProtectedException;
import dev.persistence.routing.ReplicaSelector;
import dev.persistence.routing.ReplicationDialect;
import dev.persistence.routing.RouteDecision;
import dev.persistence.routing.RouteReason;
import dev.persistence.routing.RoutingListener;
import dev.persistence.routing.RoutingStatistics;
import dev.persistence.routing.TokenUnsatisfiedException;
import dev.persistence.routing.UnsatisfiedToken;
import dev.persistence.routing.internal.classifier.Classifier;
import dev.persistence.routing.internal.classifier.KnownFunctions;
import dev.persistence.routing.internal.classifier.SqlSyntax;
import dev.persistence.routing.internal.gtid.MariaDbReplication;
import dev.persistence.routing.internal.gtid.MySqlReplication;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the node for a piece of work: the primary for writes, for reads a replica that is fresh
 * enough, waiting up to {@code maxWait} for one, else the primary. Thread-safe.
 */
public final class Router {

  /** A read that waits for the primary looks again for a replica, less and less often. */
  private static final long SHORTEST_PERMIT_WAIT_NANOS = 10_000_000;

  private static final long LONGEST_PERMIT_WAIT_NANOS = 200_000_000;

  private final Cluster cluster;
  private final Freshness freshness;
  private final boolean listening;
  private final Primaries primaries;
  private final @Nullable Classifier classifier;
  private final DecisionLog log = new DecisionLog();
  private volatile @Nullable Integer defaultIsolation;

  public Router(Cluster cluster) {
    this.cluster = cluster;
    this.freshness = new Freshness(cluster, log);
    this.primaries = new Primaries(cluster);
    this.classifier =
        cluster.config().autoRoute() ? classifierFor(cluster.config().dialect()) : null;
    this.listening = cluster.config().listener() != RoutingListener.NONE;
  }

  private static Classifier classifierFor(ReplicationDialect dialect) {
    if (dialect instanceof PostgresReplication) {
      return Classifier.forPostgres();
    }
    return dialect instanceof MySqlReplication || dialect instanceof MariaDbReplication
        ? new Classifier(SqlSyntax.MYSQL, KnownFunctions.NONE)
        : Classifier.forAnySyntax();
  }

  Cluster cluster() {
    return cluster;
  }

  /** Returns who judges statements by their texts, or null if nobody does. */
  @Nullable Classifier classifier() {
    return classifier;
  }

  /** Returns what the current session has done on this cluster. */
  SessionState session() {
    SessionParticipant participant =
        Session.current()
            .participant(cluster, tokens -> new SessionState(cluster, tokens, this::tokenJudged));
    return (SessionState) participant;
  }

  private void tokenJudged(TokenVerdict verdict) {
    log.judged(verdict);
    if (verdict != TokenVerdict.VALID) {
      cluster.tell(listener -> listener.tokenRefused(verdict));
    }
  }

  /** Returns the last decision in the current session, or null before the first. */
  public @Nullable RouteDecision lastDecision() {
    Decision last = session().lastDecision();
    return last == null ? null : last.explain(cluster.nodes());
  }

  /** Notes on a connection where, and in which epoch of the primary, its next work happens. */
  void locate(NodeConnection target) {
    Topology topology = cluster.clock().topology();
    int index = target.node().index();
    target.locate(topology.node(index).place(index), topology.epoch());
  }

  /** Returns the last decisions in any session, newest first. */
  public List<RouteDecision> decisions() {
    return log.last().stream().map(decision -> decision.explain(cluster.nodes())).toList();
  }

  public RoutingStatistics statistics() {
    return log.statistics();
  }

  /** Tells whether the node is the primary now, as far as is known. */
  boolean isPrimary(Node node) {
    return cluster.isPrimary(node);
  }

  /**
   * Chooses the primary.
   *
   * @throws NoPrimaryException if none is known within {@code maxWait}
   * @throws SQLException if the cluster is closed
   */
  Node primary(RouteReason reason) throws SQLException {
    Node node = cluster.nodes().get(primaries.await());
    return decided(session(), new Decision(node, reason, null, 0));
  }

  /** Waits, not long, until another node than this one is known to be the primary. */
  boolean awaitOtherPrimary(Node notPrimary) {
    return primaries.awaitOtherThan(notPrimary.index());
  }

  /**
   * Borrows a connection of the chosen node.
   *
   * @param demand what a read demands; null for work that belongs on the primary
   * @param excluded nodes whose pool just gave no connection
   * @param sinceNanos since when the work looks for a connection
   * @return null if the read should choose again, since a replica can serve it now
   * @throws PrimaryProtectedException if a read came to the primary for want of a replica, and too
   *     many others did
   */
  @Nullable Lease borrow(Node node, @Nullable Consistency demand, long excluded, long sinceNanos)
      throws SQLException {
    long now = excluded == 0 ? sinceNanos : cluster.clock().now();
    if (demand == null || !isPrimary(node) || !cluster.hasReplicas()) {
      return node.borrow(now);
    }
    long deadline = sinceNanos + cluster.borrowTimeoutNanos();
    long wait = SHORTEST_PERMIT_WAIT_NANOS;
    FreshnessCheck check;
    do {
      Lease lease = node.borrowForFallback(now, wait);
      if (lease != null) {
        return lease;
      }
      check = freshness.ahead(demand, session(), cluster.clock().now());
      if (check.eligible(excluded) != 0) {
        return null;
      }
      now = cluster.clock().now();
      wait = Math.min(2 * wait, LONGEST_PERMIT_WAIT_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(node);
      }
    } while (now < deadline);
    throw refused(node, check, excluded);
  }

  /** Returns the isolation of a fresh connection, or null as long as nobody has asked one. */
  @Nullable Integer defaultIsolation() {
    return defaultIsolation;
  }

  void defaultIsolation(int level) {
    defaultIsolation = level;
  }

  /** Takes in that the pool of a node gave no connection. */
  void notLent(Node node) {
    node.notLent(cluster.clock().now());
    cluster.clock().suspect(node.index());
  }

  private static SQLException interrupted(Node node) {
    return new SQLTransientConnectionException(
        new Explanation(
                "No connection to node \"" + node + "\"",
                "the thread was interrupted while the read waited for a place on the primary",
                "Clear the interrupt and try again, or let the thread end")
            .toString(),
        "08001");
  }

  private PrimaryProtectedException refused(Node node, FreshnessCheck check, long excluded) {
    log.refused();
    cluster.tell(RoutingListener::fallbackRejected);
    RouteReason reason = RouteReason.NO_REPLICA_ELIGIBLE;
    RouteDecision refused = new Decision(node, reason, check, excluded).explain(cluster.nodes());
    return new PrimaryProtectedException(refused, Duration.ofNanos(check.untilNextReplicaNanos()));
  }

  /**
   * Chooses a node for a read.
   *
   * @param demand any level but {@link Consistency.Level#PRIMARY}
   * @param excluded nodes whose pool just gave no connection
   * @param preferred index of a node to stay on if it is eligible, or -1
   * @param nowNanos the present
   * @throws NoPrimaryException if no replica is eligible and no primary is known
   * @throws TokenUnsatisfiedException if the read's token is of an older epoch, and that is to fail
   * @throws SQLException if the cluster is closed
   */
  Node replica(Consistency demand, long excluded, int preferred, long nowNanos)
      throws SQLException {
    cluster.ensureOpen(); // A session has forgotten what it wrote.
    SessionState session = session();
    FreshnessCheck check = freshness.ahead(demand, session, nowNanos);
    RouteReason reason = RouteReason.FRESH;
    long eligible = check.eligible(excluded);
    while (eligible == 0 && check.isOpenAtStart() && primaries.awaitNewsAtStart(check.topology())) {
      check = freshness.ahead(demand, session, cluster.clock().now());
      eligible = check.eligible(excluded);
    }
    if (eligible == 0) {
      eligible = check.unwatched(excluded);
      reason = RouteReason.UNWATCHED;
    }
    if (eligible == 0) {
      check = freshness.await(check, session, excluded);
      eligible = check.eligible(excluded);
      reason = RouteReason.CAUGHT_UP;
    }
    int chosen;
    if (eligible == 0) {
      boolean unsatisfied = judgeToken(check, session, nowNanos);
      reason = unsatisfied ? RouteReason.TOKEN_UNSATISFIED : RouteReason.NO_REPLICA_ELIGIBLE;
      chosen = primaries.await();
    } else {
      chosen = select(eligible, preferred);
    }
    return decided(session, new Decision(cluster.nodes().get(chosen), reason, check, excluded));
  }

  private int select(long eligible, int preferred) {
    if (preferred >= 0 && (eligible & 1L << preferred) != 0) {
      return preferred;
    }
    ReplicaSelector selector = cluster.config().selector();
    int chosen = selector.select(cluster.nodes(), eligible);
    if ((eligible & 1L << chosen) == 0) {
      throw new IllegalStateException(
          "ReplicaSelector "
              + selector
              + " chose node "
              + chosen
              + "; allowed: an eligible one, of "
              + Long.toBinaryString(eligible));
    }
    return chosen;
  }

  /** Tells whether the read's token is of another epoch; the read fails if that is chosen. */
  private boolean judgeToken(FreshnessCheck check, SessionState session, long sinceNanos)
      throws TokenUnsatisfiedException {
    TokenVerdict verdict = check.tokenVerdict(session, sinceNanos);
    if (verdict != TokenVerdict.VALID) {
      tokenJudged(verdict);
    }
    if (verdict != TokenVerdict.OLD_EPOCH) {
      return false;
    }
    long present = check.topology().epoch();
    ConsistencyToken token = check.demand().token();
    Long resumed = session.unsatisfiedEpoch(present);
    long epoch = token != null ? token.epoch() : Objects.requireNonNull(resumed);
    boolean newer = cluster.config().dialect().hasOrderedEpochs() && epoch > present;
    if (newer) {
      cluster.suspectPromotion();
    }
    if (cluster.config().unsatisfiedToken() == UnsatisfiedToken.FAIL) {
      String name = cluster.config().name();
      throw newer
          ? TokenUnsatisfiedException.ofNewerEpoch(name, epoch, present)
          : new TokenUnsatisfiedException(name, epoch, present);
    }
    return true;
  }

  /** Tells whether a node may still serve a read, after a wait of up to {@code maxWait}. */
  boolean isStillEligible(Consistency demand, int node) {
    return freshness.admits(node, demand, session());
  }

  private Node decided(SessionState session, Decision decision) {
    session.decided(decision);
    log.decided(decision);
    if (listening) {
      cluster.tell(listener -> listener.decided(decision.explain(cluster.nodes())));
    }
    return decision.node();
  }
}
