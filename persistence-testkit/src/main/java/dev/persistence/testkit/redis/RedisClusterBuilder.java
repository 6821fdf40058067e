package dev.persistence.testkit.redis;

import dev.persistence.core.Arguments;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Configures and starts a {@link RedisCluster}.
 *
 * <p>Default: 3 primaries with 1 replica each. Not thread-safe; may be used for several clusters.
 */
public final class RedisClusterBuilder {

  /** Silence for this long counts as a failure, by the agreement of most primaries. */
  static final int NODE_TIMEOUT_MILLIS = 1_000;

  private int primaries = 3;
  private int replicas = 1;

  RedisClusterBuilder() {}

  /** Chooses among how many primaries the slots are shared: 3 to 8, as fewer cannot agree. */
  public RedisClusterBuilder primaries(int count) {
    this.primaries = Arguments.inRange("primaries", count, 3, 8);
    return this;
  }

  /** Chooses how many replicas follow each primary: 0 to 2. */
  public RedisClusterBuilder replicas(int count) {
    this.replicas = Arguments.inRange("replicas", count, 0, 2);
    return this;
  }

  /**
   * Starts the servers and returns when all agree on the cluster: about three seconds.
   *
   * @throws dev.persistence.testkit.BackendUnavailableException if there is no binary for this
   *     platform on the class path, or containers are asked for
   * @throws dev.persistence.core.PersistenceException if a server does not come up, or they do not
   *     come to an agreement
   */
  public RedisCluster start() {
    int count = primaries * (1 + replicas);
    RedisServers.requireProcesses(count);
    List<Server> servers =
        RedisServers.start(
            Collections.nCopies(count, options()).stream().map(RedisRecipe::of).toList());
    return RedisServers.closingOnFailure(
        servers,
        () -> {
          new ClusterFormation(servers, primaries).form();
          RedisCluster cluster = new RedisCluster(servers, "", Ownership.EXCLUSIVE);
          cluster.awaitStable();
          return cluster;
        });
  }

  private static List<String> options() {
    List<String> options = new ArrayList<>(RedisRecipe.IN_MEMORY);
    options.addAll(RedisRecipe.QUICK_REPLICATION);
    options.addAll(
        List.of(
            "--cluster-enabled",
            "yes",
            "--cluster-node-timeout",
            Integer.toString(NODE_TIMEOUT_MILLIS),
            "--cluster-replica-validity-factor",
            "0",
            "--cluster-announce-ip",
            "127.0.0.1"));
    return options;
  }
}
