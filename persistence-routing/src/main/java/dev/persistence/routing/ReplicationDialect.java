package dev.persistence.routing;

import dev.persistence.routing.internal.PostgresReplication;
import dev.persistence.routing.internal.TimeWindowReplication;
import dev.persistence.routing.internal.gtid.MariaDbReplication;
import dev.persistence.routing.internal.gtid.MySqlReplication;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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

  /** Reads the positions of one connection's commits from what its driver knows anyway. */
  interface CommitWatch {

    /** Notes that a call is about to be made that may commit; asks nobody. */
    void starts();

    /**
     * Returns a position that covers what the call has committed, together with everything that its
     * primary had acknowledged before the call was sent, and that the transaction has seen; null if
     * the driver does not know, or nothing was committed. Asks nobody.
     */
    @Nullable Position ended();
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
   * Returns how to learn the position of each commit on a borrowed connection to a primary without
   * a round trip, or null, the default, if that is not possible: then the sampler's next sample
   * bounds it. The watch belongs to the thread that uses the connection.
   */
  default @Nullable CommitWatch watch(Connection physical) {
    return null;
  }

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
   * MySQL 8.0 and later with {@code gtid_mode=ON}, and replicas that follow one source, by their
   * sets of global transaction ids.
   *
   * <p>The user of the sampling connections needs {@code SELECT} on {@code
   * performance_schema.replication_connection_status}. Replicas must be {@code read_only}, and the
   * pools' user must be bound by that: no {@code SUPER}, no {@code CONNECTION_ADMIN}. Without GTIDs
   * a node counts as not answering.
   *
   * <p>With the properties {@code trackSessionState=true} and {@code
   * sessionVariables=session_track_gtids=OWN_GTID} of MySQL Connector/J sessions know the exact
   * position of their commits, without a statement more. Without them, after a statement that
   * returned rows and while tags are in use, the next sample bounds the commit.
   *
   * <p>The epoch is the {@code server_uuid} of the primary, which has no order: a node takes over
   * when it turns writable. Returns a new dialect, for one data source. Source: MySQL reference
   * manual, "Replication with Global Transaction Identifiers" and "Server Tracking of Client
   * Session State".
   */
  static ReplicationDialect mysql() {
    return new MySqlReplication();
  }

  /**
   * MariaDB 10.5 and later, and replicas that follow one source, by the last global transaction id
   * of each domain.
   *
   * <p>The user of the sampling connections needs {@code SLAVE MONITOR}. Replicas must be {@code
   * read_only}, and the pools' user must be bound by that: no {@code SUPER}, no {@code READ_ONLY
   * ADMIN}. Each server must have its own {@code server_id}. Without a binary log the primary
   * counts as not answering.
   *
   * <p>With the properties {@code trackSessionState=true} and {@code
   * sessionVariables=session_track_system_variables='last_gtid'} of MySQL Connector/J sessions know
   * the exact position of their commits, without a statement more. Without them, after a statement
   * that returned rows and while the primary uses several domains, the next sample bounds the
   * commit.
   *
   * <p>The epoch is the {@code server_id} of the primary, which has no order: a node takes over
   * when it turns writable. Returns a new dialect, for one data source. Source: MariaDB knowledge
   * base, "Global Transaction ID".
   */
  static ReplicationDialect mariaDb() {
    return new MariaDbReplication();
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
