package dev.persistence.testkit.redis;

import dev.persistence.core.Arguments;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Configures and starts a {@link RedisSentinel}.
 *
 * <p>Default: a primary with 2 replicas, and 3 Sentinels of which 2 must agree that a server is
 * down. Not thread-safe; may be used several times.
 */
public final class RedisSentinelBuilder {

  private int replicas = 2;
  private int sentinels = 3;

  RedisSentinelBuilder() {}

  /** Chooses how many replicas follow the primary: 1 to 4. */
  public RedisSentinelBuilder replicas(int count) {
    this.replicas = Arguments.inRange("replicas", count, 1, 4);
    return this;
  }

  /** Chooses how many Sentinels watch; more than half must agree on a failover: 1 to 5. */
  public RedisSentinelBuilder sentinels(int count) {
    this.sentinels = Arguments.inRange("sentinels", count, 1, 5);
    return this;
  }

  /**
   * Starts servers and Sentinels and returns when all agree: about three seconds.
   *
   * @throws dev.persistence.testkit.BackendUnavailableException if there is no binary for this
   *     platform on the class path, or containers are asked for
   * @throws dev.persistence.core.PersistenceException if a server does not come up, or they do not
   *     come to an agreement
   */
  public RedisSentinel start() {
    RedisServers.requireProcesses(1 + replicas + sentinels);
    List<Server> processes =
        new ArrayList<>(RedisServers.start(List.of(RedisRecipe.of(options(List.of())))));
    return RedisServers.closingOnFailure(processes, () -> complete(processes));
  }

  /** A Sentinel that finds all replicas at once need not look for them again. */
  private RedisSentinel complete(List<Server> processes) {
    int primary = processes.get(0).port();
    List<String> follow = List.of("--replicaof", "127.0.0.1", Integer.toString(primary));
    processes.addAll(
        RedisServers.start(
            Collections.nCopies(replicas, options(follow)).stream().map(RedisRecipe::of).toList()));
    RedisServers.await(
        "Replication",
        () -> {
          for (Server replica : processes.subList(1, processes.size())) {
            if (!"up".equals(Resp.info(replica.port(), "replication").get("master_link_status"))) {
              return false;
            }
          }
          return true;
        });
    processes.addAll(
        RedisServers.start(
            Collections.nCopies(sentinels, RedisSentinel.NAME).stream()
                .map(name -> SentinelRecipe.of(name, primary, sentinels / 2 + 1))
                .toList()));
    RedisSentinel group =
        new RedisSentinel(List.copyOf(processes), sentinels, "", Ownership.EXCLUSIVE);
    group.awaitStable();
    return group;
  }

  private static List<String> options(List<String> more) {
    List<String> options = new ArrayList<>(RedisRecipe.IN_MEMORY);
    options.addAll(RedisRecipe.QUICK_REPLICATION);
    options.addAll(more);
    return options;
  }
}
