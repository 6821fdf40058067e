package dev.persistence.testkit.mysql;

import dev.persistence.core.Arguments;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.gtid.GtidCluster;

/**
 * Configures and starts a {@link MySqlCluster}.
 *
 * <p>Default: no replica. Not thread-safe; may be used for several clusters.
 */
public final class MySqlClusterBuilder {

  private static final int MOST_REPLICAS = 8;

  private int replicas;

  MySqlClusterBuilder() {}

  /** Chooses how many replicas follow the primary: 0 to 8, default 0. */
  public MySqlClusterBuilder replicas(int count) {
    this.replicas = Arguments.inRange("replicas", count, 0, MOST_REPLICAS);
    return this;
  }

  /**
   * Starts the servers and returns when all answer and all replicas follow: about two seconds, and
   * some more when this machine has to unpack the programs first.
   *
   * @throws BackendUnavailableException if there are no programs for this platform, or no driver
   * @throws PersistenceException if a server does not come up; the message has its log
   */
  public MySqlCluster start() {
    return new MySqlCluster(GtidCluster.start(new MySqlEngine(), replicas));
  }
}
