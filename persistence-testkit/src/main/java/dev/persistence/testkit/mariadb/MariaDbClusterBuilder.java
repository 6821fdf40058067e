package dev.persistence.testkit.mariadb;

import dev.persistence.core.Arguments;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.gtid.GtidCluster;

/**
 * Configures and starts a {@link MariaDbCluster}.
 *
 * <p>Default: no replica. Not thread-safe; may be used for several clusters.
 */
public final class MariaDbClusterBuilder {

  private static final int MOST_REPLICAS = 8;

  private int replicas;

  MariaDbClusterBuilder() {}

  /** Chooses how many replicas follow the primary: 0 to 8, default 0. */
  public MariaDbClusterBuilder replicas(int count) {
    this.replicas = Arguments.inRange("replicas", count, 0, MOST_REPLICAS);
    return this;
  }

  /**
   * Starts the servers and returns when all answer and all replicas follow: about a second, and
   * some more when this machine has to unpack the programs first.
   *
   * @throws BackendUnavailableException if there are no programs for this platform, or no driver
   * @throws PersistenceException if a server does not come up; the message has its log
   */
  public MariaDbCluster start() {
    return new MariaDbCluster(GtidCluster.start(new MariaDbEngine(), replicas));
  }
}
