package dev.persistence.testkit;

import java.time.Duration;
import javax.sql.DataSource;

/**
 * One real database server of a {@link DatabaseCluster}, with the verbs that make it lag, fail and
 * come back.
 *
 * <p>Name, host and port never change. Every verb blocks until it has taken effect, at most about
 * 30 s, or two minutes where it starts a server, and throws {@link
 * dev.persistence.core.PersistenceException} when it does not. Connections and data sources may be
 * used on any thread; the verbs of one cluster are for one thread at a time.
 *
 * <p>On a node of a shared cluster the breaking verbs ({@link #promote}, {@link #stop}, {@link
 * #kill}, {@link #freeze}, {@link #thaw}, {@link #restart}) throw {@link IllegalStateException},
 * since others use the same servers; so does a verb that needs a replica on any other node.
 */
public interface DatabaseNode {

  /** Returns the node's name within its cluster. */
  String name();

  /** Returns the address to connect to. */
  String host();

  /** Returns the port to connect to. */
  int port();

  /**
   * Returns the JDBC URL of one of this node's databases, with the user in it; more options can be
   * appended after {@code &}.
   */
  String jdbcUrl(String databaseName);

  /** Returns the JDBC URL of the cluster's (or view's) own database on this node. */
  String jdbcUrl();

  /** Returns a data source without a pool: every connection is a new physical one. */
  DataSource dataSource(String databaseName);

  /** Returns a data source without a pool for the cluster's (or view's) own database. */
  DataSource dataSource();

  /** Tells whether the server's process exists; a frozen server still runs. */
  boolean isRunning();

  /**
   * Stops the replay of this replica: it goes on receiving from the primary, and shows the state of
   * now until {@link #resumeReplay}.
   */
  void pauseReplay();

  /** Lets this replica replay again, beginning with what has waited. */
  void resumeReplay();

  /**
   * Lets this replica replay every commit that much later than the primary made it.
   *
   * @param delay zero takes the delay back; how fine it may be depends on the engine
   */
  void applyDelay(Duration delay);

  /**
   * Turns this replica into a server that accepts writes. The cluster does not take notice: for a
   * failover use {@link DatabaseCluster#promote}, for a split brain this. MariaDB and MySQL wait
   * for a delay to pass first, PostgreSQL does not.
   */
  void promote();

  /** Shuts the server down in an orderly way, ending open connections. */
  void stop();

  /** Kills the server (SIGKILL), as a crash does; the data stays. */
  void kill();

  /** Suspends the server (SIGSTOP): it accepts TCP connections, and answers nothing. */
  void freeze();

  /** Lets a frozen server continue (SIGCONT). */
  void thaw();

  /**
   * Starts the server on its data again, after stopping it if it runs. A killed primary comes back
   * as a server that accepts writes, even when another was promoted meanwhile. A replica keeps its
   * delay and ends its pause.
   */
  void restart();
}
