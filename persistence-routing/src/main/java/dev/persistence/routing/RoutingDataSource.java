package dev.persistence.routing;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.consistency.Session;
import dev.persistence.routing.internal.Cluster;
import dev.persistence.routing.internal.Router;
import dev.persistence.routing.internal.RoutingConnection;
import dev.persistence.routing.internal.Samplers;
import dev.persistence.routing.internal.SelfTest;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A primary and its replicas as one {@link DataSource}: writes go to the primary, reads to a
 * replica that is fresh enough.
 *
 * <pre>{@code
 * RoutingDataSource orders = RoutingDataSource.builder("orders")
 *     .primary("p", primaryPool)
 *     .replica("r1", firstPool)
 *     .replica("r2", secondPool)
 *     .build();
 * }</pre>
 *
 * <p>A connection is taken for a read if it is {@linkplain Connection#setReadOnly read-only} or
 * used inside a {@link dev.persistence.core.consistency.ReadScope}; everything else is a write.
 * Reads see the writes and the earlier reads of their {@linkplain
 * dev.persistence.core.consistency.Session session} without any extra query: samplers on
 * connections of their own know up to when each replica has replayed.
 *
 * <p>Guarantees: read-your-writes and monotonic reads per session, bounded staleness where asked
 * for; a node never changes inside a transaction. Not guaranteed: one snapshot across nodes, and
 * order between sessions that exchange no token.
 *
 * <p>Thread-safe. {@link #getConnection()} never blocks; the first statement of a connection
 * borrows from a pool, and a read may first wait up to {@code maxWait}. {@link #close()} ends the
 * samplers; the pools belong to the caller.
 */
public final class RoutingDataSource implements DataSource, AutoCloseable {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RoutingDataSource.class);

  private final Cluster cluster;
  private final Router router;
  private final Samplers samplers;
  private final Membership membership;

  RoutingDataSource(Cluster cluster) {
    this.cluster = cluster;
    this.router = new Router(cluster);
    this.samplers = Samplers.start(cluster);
    this.membership = new Membership(cluster, samplers);
    LOG.info(
        "Routing \"{}\" starts with nodes {}: {}",
        cluster.config().name(),
        cluster.nodes(),
        cluster.config());
  }

  /**
   * Starts building a data source.
   *
   * @param name the cluster's name, as in tokens, metrics and log lines
   */
  public static RoutingDataSourceBuilder builder(String name) {
    return new RoutingDataSourceBuilder(name);
  }

  /** Returns the effective settings. */
  public RoutingDataSourceConfig config() {
    return cluster.config();
  }

  /** Returns what is known of each node now, in the order of their declaration. */
  public List<NodeStatus> nodes() {
    return cluster.status();
  }

  /** Returns the last decision in the current session, or null before the first. */
  public @Nullable RouteDecision lastDecision() {
    return router.lastDecision();
  }

  /** Returns the last 256 decisions in any session, newest first. */
  public List<RouteDecision> decisions() {
    return router.decisions();
  }

  /** Returns what this data source has done since it was built, for metrics. */
  public RoutingStatistics statistics() {
    return router.statistics();
  }

  /**
   * Makes one read-only transaction through the data source that the application uses, and tells
   * whether it reached a replica: a pool, a proxy or a transaction manager in between may choose
   * the node too early or swallow the read-only flag.
   *
   * <p>To be called after the start, once {@link #nodes()} shows the replicas up.
   *
   * @param outer the outermost data source, which leads to this one
   * @throws SQLException if the transaction itself fails
   */
  public SelfTestResult selfTest(DataSource outer) throws SQLException {
    return new SelfTest(router, Arguments.notNull("outer", outer)).run();
  }

  /** Adds a replica at run time; see {@link #addReplica(String, DataSource, Consumer)}. */
  public void addReplica(String node, DataSource pool) {
    membership.add(node, pool, options -> {});
  }

  /**
   * Adds a replica at run time. It serves reads as soon as its sampler knows how fresh it is.
   *
   * @throws IllegalArgumentException if there is a node of this name, or if there are 64 nodes
   * @throws IllegalStateException if this source is closed
   */
  public void addReplica(String node, DataSource pool, Consumer<NodeOptions> options) {
    membership.add(node, pool, options);
  }

  /**
   * Takes a replica out for good; what runs there may end. The caller closes its pool once {@link
   * #nodes()}, asked after a {@link #drain}, shows nothing in flight.
   *
   * @throws IllegalArgumentException if there is no such replica, or if it is the primary now
   * @throws IllegalStateException if this source is closed
   */
  public void removeReplica(String node) {
    membership.remove(node);
  }

  /**
   * Keeps new reads away from a node, before a deployment or a scale-in; what runs there may end.
   * {@link #nodes()} shows when nothing is in flight any more. Writes go to the primary all the
   * same.
   *
   * @throws IllegalArgumentException if there is no such node
   * @throws IllegalStateException if this source is closed
   */
  public void drain(String node) {
    membership.drain(node, true);
  }

  /**
   * Lets a drained node serve reads again.
   *
   * @throws IllegalArgumentException if there is no such node
   * @throws IllegalStateException if this source is closed
   */
  public void undrain(String node) {
    membership.drain(node, false);
  }

  /** Returns a connection that chooses its node with its first statement. */
  @Override
  public Connection getConnection() throws SQLException {
    cluster.ensureOpen();
    return new RoutingConnection(router);
  }

  /** Not supported: each pool has its own credentials. */
  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        new Explanation(
                "No connection for another user",
                "each node's pool has its own credentials",
                "Call getConnection() without arguments")
            .toString());
  }

  /**
   * Ends all sampling threads and their connections, and lets the sessions of living threads forget
   * this source; a second call does nothing. What runs on a node may end; a connection that would
   * choose a node after that fails with SQLState 08003.
   */
  @Override
  public void close() {
    if (!cluster.isClosed()) {
      samplers.close();
      Session.forget(cluster);
    }
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (Arguments.notNull("type", type).isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException(
        new Explanation(
                "Cannot unwrap to " + type.getName(),
                "a routing data source stands for several pools",
                "Unwrap the pool of one node instead")
            .toString());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  /** Returns null: there is no log writer beside SLF4J. */
  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  /** Does nothing: there is no log writer beside SLF4J. */
  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  /** Returns 0: each pool has its own time-out. */
  @Override
  public int getLoginTimeout() {
    return 0;
  }

  /** Not supported: each pool has its own time-out. */
  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        new Explanation(
                "Cannot set the login time-out", "each node's pool has its own", "Set it there")
            .toString());
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("SLF4J is used instead of java.util.logging");
  }

  @Override
  public String toString() {
    return "RoutingDataSource " + cluster.config().name() + " " + cluster.nodes();
  }
}
