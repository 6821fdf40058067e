package dev.persistence.routing.internal;

import dev.persistence.core.TimeSource;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.RoutingDataSourceConfig;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows up to which instant each node has replayed the primary's history, without a query by the
 * application.
 *
 * <p>The idea: a position that the primary reports bounds every commit that was acknowledged before
 * the question was <em>sent</em>. So a replica that has replayed that position shows all of them;
 * the instant of the newest such question is the replica's <em>horizon</em>. Then
 *
 * <ul>
 *   <li>read-your-writes is {@code horizon ≥ end of the last write},
 *   <li>monotonic reads, on a node other than the last one, is {@code horizon ≥ end of the last
 *       read}: whatever was read had been committed by then,
 *   <li>staleness is {@code now − horizon}, also on an idle primary, where replay time stamps grow
 *       old although nothing is missing.
 * </ul>
 *
 * <p>All instants are {@link #now()}, a local monotonic clock; no clock of another machine is
 * compared. Within one epoch positions only grow, so a replica's position stays a lower bound for
 * ever; a new epoch voids all positions, and a lost sampling connection voids those of its node,
 * since a restarted replica may show less than before.
 *
 * <p>Samples arrive at a fixed period, and at once while somebody waits: waiters share one sample
 * of the primary, then the replicas are asked until one has reached it.
 *
 * <p>Thread-safe. The lock is never held during I/O. Reads of {@link #topology()} take no lock.
 */
final class WatermarkClock {

  private static final long PRIMARY_GAP_NANOS = 1_000_000;
  private static final long SHORTEST_REPLICA_GAP_NANOS = 200_000;
  private static final long LONGEST_REPLICA_GAP_NANOS = 20_000_000;
  private static final long ACTIVE_NANOS = 2_000_000_000;
  private static final long ALL_NODES = -1;

  private final TimeSource time;
  private final long origin;
  private final long periodNanos;
  private final long idlePeriodNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition demanded = lock.newCondition();
  private final Condition advanced = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private final ReplicationHistory history;

  /** An instant that somebody waits for, and until when; guarded by {@link #lock}. */
  private long wantedNanos;

  private long wantedUntilNanos;

  /** Nodes to ask at once, as a mask; guarded by {@link #lock}. */
  private long suspects;

  /** Written under {@link #lock}. */
  private volatile boolean closed;

  /** When a write was last noticed; a late value only delays the change of the period. */
  private volatile long activeNanos;

  /** Written under {@link #lock}. */
  private volatile Topology topology;

  WatermarkClock(RoutingDataSourceConfig config, int nodes, int primary) {
    this.time = config.time();
    this.origin = time.nanos() - 1;
    this.periodNanos = config.samplePeriod().toNanos();
    this.idlePeriodNanos = config.idleSamplePeriod().toNanos();
    Succession succession = new Succession(config.dialect().hasOrderedEpochs());
    this.history = new ReplicationHistory(succession, config.maxLag().toNanos(), periodNanos);
    this.topology = Topology.declared(nodes, primary);
  }

  /** Returns nanoseconds since shortly before this clock was made; more than zero. */
  long now() {
    return time.nanos() - origin;
  }

  Topology topology() {
    return topology;
  }

  /** Notes that the application writes, so that samples are taken at the short period. */
  void active(long nowNanos) {
    activeNanos = nowNanos;
  }

  /** Takes in what a node answered to a question sent at the instant. */
  TopologyChange sampled(int node, long sentNanos, NodeSample sample) {
    lock.lock();
    try {
      if (node == topology.primary() && !history.isUnmoved(sample.position())) {
        active(sentNanos);
      }
      return publish(node, history.sampled(topology, node, sentNanos, sample));
    } finally {
      lock.unlock();
    }
  }

  /** Takes in that a node did not answer. */
  TopologyChange failed(int node, SampleFailure how) {
    lock.lock();
    try {
      return publish(node, topology.with(node, topology.node(node).failed(how, now())));
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is known at a node's place, which another node takes, maybe a new one. */
  void reset(int node, int size) {
    lock.lock();
    try {
      NodeState[] states = Arrays.copyOf(topology.copyOfNodes(), size);
      states[node] = node < topology.size() ? topology.node(node).replaced() : NodeState.UNKNOWN;
      topology = new Topology(topology.primary(), topology.epoch(), states);
    } finally {
      lock.unlock();
    }
  }

  private TopologyChange publish(int node, Topology next) {
    Topology old = topology;
    topology = next;
    if (isPrimaryLost(old, next)) {
      suspects = ALL_NODES;
      demanded.signalAll();
    }
    boolean progress = old.primary() != next.primary() || !old.isComplete();
    for (int i = 0; i < next.size(); i++) {
      NodeState before = old.node(i);
      NodeState after = next.node(i);
      boolean rose = after.horizonNanos() > before.horizonNanos();
      boolean matters = i != next.primary() || before.horizonNanos() < wantedNanos;
      progress |= (rose && matters) || before.up() != after.up();
    }
    if (progress) {
      advanced.signalAll();
    }
    if (wantedUntilNanos > now()) {
      demanded.signalAll();
    }
    return new TopologyChange(node, old, next);
  }

  /** Tells whether the primary has just fallen silent or become read-only. */
  private static boolean isPrimaryLost(Topology old, Topology next) {
    boolean vacated = old.hasPrimary() && !next.hasPrimary();
    boolean silenced =
        next.hasPrimary()
            && next.node(next.primary()).health().failures() == 1
            && old.node(next.primary()).health().failures() == 0;
    return vacated || silenced;
  }

  /**
   * Waits until another topology is published.
   *
   * @return the present topology, which is the one that was seen if the deadline has passed
   */
  @SuppressWarnings("ReferenceEquality") // Each change makes a new topology.
  Topology awaitChange(long deadlineNanos, Topology seen) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (topology == seen && !closed) {
        long left = deadlineNanos - now();
        if (left <= 0) {
          break;
        }
        advanced.awaitNanos(left);
      }
      return topology;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for samples until some replica's horizon reaches the instant, and waits for progress.
   *
   * @param seen the topology that was not good enough
   * @return false if the deadline passed without any progress
   */
  @SuppressWarnings("ReferenceEquality") // Each change makes a new topology.
  boolean awaitProgress(long instantNanos, long deadlineNanos, Topology seen)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      wantedNanos = Math.max(wantedNanos, instantNanos);
      wantedUntilNanos = Math.max(wantedUntilNanos, deadlineNanos);
      demanded.signalAll();
      while (topology == seen && !closed) {
        long left = deadlineNanos - now();
        if (left <= 0) {
          return false;
        }
        advanced.awaitNanos(left);
      }
      return !closed && now() < deadlineNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Blocks a sampler until its node should be asked again; returns false once closed. */
  boolean awaitTurn(int node, long lastSentNanos) throws InterruptedException {
    double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
    lock.lockInterruptibly();
    try {
      while (!closed) {
        long now = now();
        long wait = (long) (period(node, now) * jitter);
        if ((suspects & 1L << node) != 0) {
          suspects &= ~(1L << node);
          return true;
        }
        if (now < wantedUntilNanos && isWanted(node)) {
          wait = Math.min(wait, demandGap(node));
        }
        long left = lastSentNanos + wait - now;
        if (left <= 0) {
          return true;
        }
        demanded.awaitNanos(left);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Has a node asked at once: a statement on it has just lost its connection. */
  void suspect(int node) {
    lock.lock();
    try {
      suspects |= 1L << node;
      demanded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long period(int node, long now) {
    Health health = topology.node(node).health();
    if (health.failures() > 0) {
      int doublings = node == topology.primary() ? 0 : Math.min(health.failures() - 1, 20);
      return Math.min(periodNanos << doublings, idlePeriodNanos);
    }
    boolean unsettled = health.probation() > 0 || !topology.hasPrimary() || isPrimaryFailing();
    return unsettled || now - activeNanos < ACTIVE_NANOS ? periodNanos : idlePeriodNanos;
  }

  private boolean isPrimaryFailing() {
    return topology.node(topology.primary()).health().failures() > 0;
  }

  private boolean isWanted(int node) {
    boolean bounded = history.newestSent() >= wantedNanos;
    if (node == topology.primary()) {
      return !bounded;
    }
    return bounded && topology.node(node).horizonNanos() < wantedNanos;
  }

  private long demandGap(int node) {
    if (node == topology.primary()) {
      return PRIMARY_GAP_NANOS;
    }
    long quarterOfLag = topology.node(node).lagNanos() / 4;
    return Math.min(Math.max(quarterOfLag, SHORTEST_REPLICA_GAP_NANOS), LONGEST_REPLICA_GAP_NANOS);
  }

  /** Returns a position that bounds every commit acknowledged before the instant, or null. */
  @Nullable Position bound(long instantNanos) {
    lock.lock();
    try {
      return history.bound(instantNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether no node is asked any more, so that nothing is known of them from now on. */
  boolean isClosed() {
    return closed;
  }

  /** Wakes every waiter and every sampler for good. */
  void close() {
    lock.lock();
    try {
      closed = true;
      demanded.signalAll();
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
