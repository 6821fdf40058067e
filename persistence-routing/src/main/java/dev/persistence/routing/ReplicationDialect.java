package dev.persistence.routing;

import dev.persistence.routing.internal.PostgresReplication;
import dev.persistence.routing.internal.TimeWindowReplication;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How one database engine reports its replication position.
 *
 * <p>Implementations are thread-safe; a probe belongs to the thread that samples its node.
 */
public interface ReplicationDialect {

  /** One connection's way to sample its node. */
  interface Probe {

    /** Asks the node in one round trip. */
    NodeSample sample() throws SQLException;
  }

  /**
   * Prepares a connection for sampling. The caller owns the connection, has set a network timeout
   * on it and closes it with everything that was opened on it.
   */
  Probe probe(Connection connection) throws SQLException;

  /**
   * Tells whether a later primary always has a higher {@link NodeSample#epoch()}.
   *
   * <p>Where it has, of two writable nodes the one with the higher epoch is the primary. Where it
   * has not, it is the one that was seen to turn from read-only to writable.
   */
  default boolean hasOrderedEpochs() {
    return true;
  }

  /**
   * Reads the text of a position.
   *
   * @throws IllegalArgumentException if the text is not one that {@link Position#text()} wrote
   */
  Position parse(String text);

  /**
   * PostgreSQL 13 and later with streaming replication.
   *
   * <p>The user of the sampling connections needs the role {@code pg_read_all_stats} (or {@code
   * pg_monitor}), or the timeline that a standby follows stays unknown and the standby unused.
   */
  static ReplicationDialect postgres() {
    return PostgresReplication.INSTANCE;
  }

  /**
   * Any database whose replicas do not tell how far they are: a session reads from the primary for
   * the time of the window after a write, and a replica is taken to lag by the window.
   *
   * <p>Read-your-writes and bounds then hold only as long as no replica lags more than the window.
   * Reads do not go back from one replica to another, but may when they leave the primary. The
   * roles stay as declared: a failover is not followed. Tokens do not compare; a session that is
   * resumed with one counts as having just written.
   *
   * @param window 1 ms to 1 h; more than the longest lag there is
   */
  static ReplicationDialect timeWindow(Duration window) {
    return new TimeWindowReplication(window);
  }
}
