package dev.persistence.routing;

import dev.persistence.routing.internal.PostgresReplication;
import java.sql.Connection;
import java.sql.SQLException;

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
}
