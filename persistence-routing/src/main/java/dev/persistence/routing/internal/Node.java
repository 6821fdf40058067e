package dev.persistence.routing.internal;

import dev.persistence.routing.ReplicaLoad;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * One database server: its pool and its load. Thread-safe.
 *
 * <p>The latency is a peak-sensitive moving average: a slower response counts at once, a faster one
 * decays into it over about {@link #DECAY_NANOS}. Two threads that record at the same instant may
 * lose one of the two values, which an average can bear.
 */
public final class Node implements ReplicaLoad {

  private static final double DECAY_NANOS = 10e9;

  private final int index;
  private final String name;
  private final DataSource pool;
  private final ProbeConnections probe;
  private final int weight;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile long latencyNanos;
  private volatile long latencyRecordedNanos;

  /**
   * @param index the node's place in the cluster, also its bit in a mask of nodes
   * @param sources where its connections come from
   * @param weight its share of the reads relative to the others
   */
  public Node(int index, String name, Sources sources, int weight) {
    this.index = index;
    this.name = name;
    this.pool = sources.pool();
    this.probe = sources.probe();
    this.weight = weight;
  }

  /**
   * The two sources of connections to one node.
   *
   * @param pool serves the application
   * @param probe serves the sampler
   */
  public record Sources(DataSource pool, ProbeConnections probe) {}

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
  public int inFlight() {
    return inFlight.get();
  }

  @Override
  public long latencyNanos() {
    return latencyNanos;
  }

  ProbeConnections probe() {
    return probe;
  }

  /** Returns the node's bit in a mask of nodes. */
  long bit() {
    return 1L << index;
  }

  Connection borrow() throws SQLException {
    inFlight.incrementAndGet();
    try {
      return pool.getConnection();
    } catch (SQLException | RuntimeException | Error e) {
      inFlight.decrementAndGet();
      throw e;
    }
  }

  void giveBack(Connection connection) throws SQLException {
    inFlight.decrementAndGet();
    connection.close();
  }

  void responded(long nowNanos, long tookNanos) {
    long average = latencyNanos;
    long idle = Math.max(0, nowNanos - latencyRecordedNanos);
    double keep = tookNanos >= average ? 0 : Math.exp(-idle / DECAY_NANOS);
    latencyNanos = (long) (average * keep + tookNanos * (1 - keep));
    latencyRecordedNanos = nowNanos;
  }

  @Override
  public String toString() {
    return name;
  }
}
