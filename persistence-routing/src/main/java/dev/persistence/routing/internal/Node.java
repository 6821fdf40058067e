package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import dev.persistence.routing.Rejection;
import dev.persistence.routing.ReplicaLoad;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One database server: its pool, its load, and who has its connections. Thread-safe.
 *
 * <p>The latency is a peak-sensitive moving average: a slower response counts at once, a faster one
 * decays into it over about {@link #DECAY_NANOS}. Two threads that record at the same instant may
 * lose one of the two values, which an average can bear.
 */
public final class Node implements ReplicaLoad {

  private static final double DECAY_NANOS = 10e9;

  /** How long a node that comes back is spared, and what it gets of its weight at first. */
  private static final double SLOW_START_NANOS = 10e9;

  private static final double LEAST_SHARE = 0.1;

  /** A response time is taken so often at most, for the clock costs more than the choice. */
  private static final long LATENCY_GAP_NANOS = 100_000;

  /** A node that served nobody for so long has its latency forgotten little by little. */
  private static final long REST_NANOS = 1_000_000_000;

  private final int index;
  private final String name;
  private final NodePool pool;
  private final int weight;
  private final String zone;
  private final Leases leases = new Leases();
  private final Semaphore fallback;
  private final BorrowBreaker breaker = new BorrowBreaker();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile double share;
  private volatile long latencyNanos;
  private volatile long latencyRecordedNanos;
  private volatile boolean draining;
  private volatile boolean removed;

  /**
   * @param index the node's place in the cluster, also its bit in a mask of nodes
   * @param pool where its connections come from
   * @param settings what was said of the node
   */
  public Node(int index, String name, NodePool pool, Settings settings) {
    this.index = index;
    this.name = name;
    this.pool = pool;
    this.weight = settings.weight();
    this.zone = settings.zone();
    this.share = weight;
    this.fallback = new Semaphore(settings.fallbackLimit());
  }

  /**
   * What was said of a node.
   *
   * @param weight its share of the reads relative to the others
   * @param zone where it is, or an empty text
   * @param fallbackLimit connections that reads may take from it as the primary for want of a
   *     replica
   */
  public record Settings(int weight, String zone, int fallbackLimit) {

    /** A node of no zone. */
    public Settings(int weight, int fallbackLimit) {
      this(weight, "", fallbackLimit);
    }
  }

  public int index() {
    return index;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int weight() {
    return weight;
  }

  @Override
  public double share() {
    return share;
  }

  @Override
  public String zone() {
    return zone;
  }

  @Override
  public int inFlight() {
    return inFlight.get();
  }

  @Override
  public long latencyNanos() {
    return latencyNanos;
  }

  NodePool pool() {
    return pool;
  }

  /** Returns the node's bit in a mask of nodes. */
  long bit() {
    return 1L << index;
  }

  /** Sets whether the node gets no new reads; what runs there may end. */
  public void drain(boolean draining) {
    this.draining = draining;
  }

  boolean isDraining() {
    return draining;
  }

  /** Takes the node out of the cluster for good. */
  public void remove() {
    removed = true;
  }

  public boolean isRemoved() {
    return removed;
  }

  /** Returns why the node gets no reads, whatever its sampler says, or null. */
  @Nullable Rejection refusal(long nowNanos) {
    if (removed) {
      return Rejection.REMOVED;
    }
    if (draining) {
      return Rejection.DRAINING;
    }
    return breaker.isOpen(nowNanos) ? Rejection.NO_CONNECTION : null;
  }

  /**
   * Borrows a connection for a read that no replica could serve; only a share of the pool is for
   * these, so that the loss of the replicas is not the loss of the primary.
   *
   * @return null if the share was not free in time, or if the thread was interrupted
   */
  @Nullable Lease borrowForFallback(long nowNanos, long waitNanos) throws SQLException {
    try {
      if (!fallback.tryAcquire(waitNanos, TimeUnit.NANOSECONDS)) {
        return null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    Lease lease = null;
    try {
      lease = borrow(nowNanos);
      lease.onReturn(fallback);
      return lease;
    } finally {
      if (lease == null) {
        fallback.release();
      }
    }
  }

  /**
   * Borrows a connection; blocks as long as the pool does, or until {@link #turnAway}.
   *
   * @throws SQLTransientConnectionException if the wait was ended since the node is dead, or lasted
   *     too long
   */
  Lease borrow(long nowNanos) throws SQLException {
    Lease lease = new Lease(this, nowNanos);
    inFlight.incrementAndGet();
    leases.add(lease);
    try {
      lease.lent(pool.borrow());
      breaker.succeeded();
      return lease;
    } catch (SQLException | RuntimeException | Error e) {
      forget(lease);
      if (lease.endWait()) {
        throw turnedAway(e);
      }
      throw e;
    }
  }

  private SQLException turnedAway(Throwable cause) {
    return new SQLTransientConnectionException(
        new Explanation(
                "No connection to node \"" + name + "\"",
                "the node does not answer, or its pool took longer than borrowTimeout",
                "Try again; look at the node and at the size of its pool")
            .toString(),
        "08001",
        cause);
  }

  /** Notes that the pool gave no connection. */
  void notLent(long nowNanos) {
    breaker.failed(nowNanos);
  }

  /** Gives the connection of an ended lease back to the pool. */
  void giveBack(Lease lease) throws SQLException {
    forget(lease);
    lease.returned();
    lease.physical().close();
  }

  private void forget(Lease lease) {
    leases.remove(lease);
    inFlight.decrementAndGet();
  }

  /** Ends the waits for this node's pool that began at or before the instant. */
  void turnAway(long sinceNanos) {
    leases.forEach(
        lease -> {
          if (lease.isWaitingSince(sinceNanos)) {
            lease.turnAway();
          }
        });
  }

  /** Cuts all connections that are in use and has the pool replace its idle ones. */
  void cut() {
    abortLeases();
    pool.purge();
  }

  void abortLeases() {
    leases.forEach(Lease::abort);
  }

  /** Tells whether the response time of what starts now is to be taken. */
  boolean wantsLatency(long nowNanos) {
    return nowNanos - latencyRecordedNanos >= LATENCY_GAP_NANOS;
  }

  void responded(long nowNanos, long tookNanos) {
    long average = latencyNanos;
    long idle = Math.max(0, nowNanos - latencyRecordedNanos);
    double keep = tookNanos >= average ? 0 : Math.exp(-idle / DECAY_NANOS);
    latencyNanos = (long) (average * keep + tookNanos * (1 - keep));
    latencyRecordedNanos = nowNanos;
  }

  /**
   * Takes in that the node has answered its sampler. An unknown latency is what the sampler saw,
   * and that of a node which serves nobody decays, so that it is tried again some day.
   *
   * @param admittedNanos since when it serves reads again, or {@link SampleRing#NEVER}
   */
  void sampled(long nowNanos, long tookNanos, long admittedNanos) {
    double ramp = (nowNanos - admittedNanos) / SLOW_START_NANOS;
    boolean full = admittedNanos == SampleRing.NEVER || ramp >= 1;
    share = weight * (full ? 1 : Math.max(LEAST_SHARE, ramp));
    long idle = nowNanos - latencyRecordedNanos;
    if (latencyNanos == 0) {
      responded(nowNanos, tookNanos);
    } else if (idle > REST_NANOS) {
      latencyNanos = Math.max(1, (long) (latencyNanos * Math.exp(-idle / DECAY_NANOS)));
      latencyRecordedNanos = nowNanos;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
