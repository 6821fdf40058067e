package dev.persistence.testkit.mysql;

import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.internal.gtid.GtidCluster;
import java.time.Duration;
import java.util.List;

/**
 * A running MySQL 8.0 primary with any number of replicas that follow it by GTID, for tests.
 *
 * <pre>{@code
 * try (MySqlCluster cluster = MySqlCluster.builder().replicas(1).start()) {
 *   cluster.replicas().get(0).pauseReplay();
 *   write(cluster.primary().dataSource());
 *   readStale(cluster.replicas().get(0).dataSource());
 * }
 * }</pre>
 *
 * <p>The servers are processes of this machine on loopback ports; they end with {@link #close},
 * with the JVM, or, when the JVM was killed, with the next one that uses the testkit. A commit
 * survives the death of its server, not that of the machine. The programs come from the archive
 * that the system property {@code persistence.testkit.mysql.archive} names.
 *
 * <p>The URLs of its nodes are for MySQL Connector/J and carry an ordinary user: it owns the
 * databases of the tests, may watch replication, and cannot write on a replica. {@link
 * DatabaseNode#applyDelay} takes whole seconds, 0 to 1 day, leaves a pause as it is, and may come
 * out up to a second longer, as the server counts seconds; {@link DatabaseNode#promote} waits for
 * what has arrived, delay included.
 */
public final class MySqlCluster implements DatabaseCluster<DatabaseNode> {

  private final GtidCluster cluster;

  MySqlCluster(GtidCluster cluster) {
    this.cluster = cluster;
  }

  /** Returns a builder for a single server; ask it for replicas. */
  public static MySqlClusterBuilder builder() {
    return new MySqlClusterBuilder();
  }

  /**
   * Starts a single server with all defaults.
   *
   * @throws dev.persistence.testkit.BackendUnavailableException if there are no programs or no
   *     driver for it
   */
  public static MySqlCluster start() {
    return builder().start();
  }

  @Override
  public DatabaseNode primary() {
    return cluster.primary();
  }

  @Override
  public List<DatabaseNode> replicas() {
    return cluster.replicas();
  }

  @Override
  public List<DatabaseNode> nodes() {
    return cluster.nodes();
  }

  @Override
  public String database() {
    return cluster.database();
  }

  @Override
  public MySqlCluster database(String name) {
    return new MySqlCluster(cluster.database(name));
  }

  @Override
  public void promote(DatabaseNode node) {
    cluster.promote(node);
  }

  @Override
  public void rewire() {
    cluster.rewire();
  }

  @Override
  public void rejoin(DatabaseNode node) {
    cluster.rejoin(node);
  }

  @Override
  public void awaitReplicated() {
    cluster.awaitReplicated();
  }

  @Override
  public void awaitReplicated(Duration bound) {
    cluster.awaitReplicated(bound);
  }

  @Override
  public void resetReplay() {
    cluster.resetReplay();
  }

  @Override
  public void close() {
    cluster.close();
  }

  @Override
  public String toString() {
    return "MySqlCluster[" + cluster + "]";
  }
}
