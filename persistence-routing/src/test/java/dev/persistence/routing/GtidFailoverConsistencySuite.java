package dev.persistence.routing;

import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The primary dies between two commits, once the replica has the first; reads go on meanwhile. */
abstract class GtidFailoverConsistencySuite<N extends DatabaseNode>
    extends FailoverConsistencySuite<N> {

  private final DatabaseCluster<N> cluster;

  /** Fair, so that the end of the primary gets its turn. */
  private final ReadWriteLock commits = new ReentrantReadWriteLock(true);

  GtidFailoverConsistencySuite(DatabaseCluster<N> cluster) {
    super(cluster, Duration.ofSeconds(1), 30_000);
    this.cluster = cluster;
  }

  @Override
  final long increment(RoutedCluster orders, int row) throws SQLException {
    commits.readLock().lock();
    try {
      return super.increment(orders, row);
    } finally {
      commits.readLock().unlock();
    }
  }

  @Override
  final void kill(N primary) {
    commits.writeLock().lock();
    try {
      cluster.awaitReplicated();
      primary.kill();
    } finally {
      commits.writeLock().unlock();
    }
  }
}
