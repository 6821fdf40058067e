package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.ReplicationDialect;
import dev.persistence.routing.RoutingDataSourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples one node on a connection of its own, on a thread of its own, until closed.
 *
 * <p>Nothing that goes wrong here ends the thread: it is logged once for each change between
 * answered and not answered, and the next sample is taken on a new connection.
 */
final class NodeSampler implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(NodeSampler.class);

  private final Node node;
  private final WatermarkClock clock;
  private final RoutingDataSourceConfig config;
  private final NodeWatch watch;

  /** Written by the sampling thread, aborted by the closing one. */
  private volatile @Nullable Connection connection;

  private ReplicationDialect.@Nullable Probe probe;
  private long lastSentNanos = SampleRing.NEVER - Long.MAX_VALUE / 2;
  private int ownNetworkTimeoutMillis;

  NodeSampler(Node node, Cluster cluster) {
    this.node = node;
    this.clock = cluster.clock();
    this.config = cluster.config();
    this.watch = new NodeWatch(cluster, node);
  }

  @Override
  public void run() {
    try {
      while (!node.isRemoved() && clock.awaitTurn(node.index(), lastSentNanos)) {
        sample();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private void sample() {
    try {
      ReplicationDialect.Probe asking = probe();
      lastSentNanos = clock.now();
      NodeSample sample = asking.sample();
      watch.changed(clock.sampled(node.index(), lastSentNanos, sample), null);
    } catch (Throwable e) { // Whatever a driver or a data source throws must not end the sampler.
      lastSentNanos = clock.now();
      disconnect();
      watch.changed(clock.failed(node.index(), SampleFailure.of(e)), e);
    }
  }

  private ReplicationDialect.Probe probe() throws SQLException {
    ReplicationDialect.Probe known = probe;
    if (known != null) {
      return known;
    }
    Connection fresh = node.pool().openProbe();
    connection = fresh;
    fresh.setAutoCommit(true);
    ownNetworkTimeoutMillis = fresh.getNetworkTimeout();
    fresh.setNetworkTimeout(Runnable::run, (int) config.sampleTimeout().toMillis());
    ReplicationDialect.Probe made = config.dialect().probe(fresh);
    probe = made;
    return made;
  }

  /** Frees a sampler that is blocked in the network; called by the closing thread. */
  void abort() {
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException | RuntimeException e) {
        LOG.debug("{}: could not abort the sampling connection to {}", config.name(), node, e);
      }
    }
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    probe = null;
    if (open != null) {
      try {
        open.setNetworkTimeout(Runnable::run, ownNetworkTimeoutMillis);
        open.close();
      } catch (SQLException | RuntimeException e) {
        LOG.debug("{}: could not close the sampling connection to {}", config.name(), node, e);
      }
    }
  }
}
