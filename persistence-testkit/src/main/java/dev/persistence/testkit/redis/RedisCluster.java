package dev.persistence.testkit.redis;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.core.TimeSource;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * A running Redis Cluster: primaries that share the slots, and replicas that take over from them.
 *
 * <pre>{@code
 * try (RedisCluster redis = RedisCluster.start()) {
 *   RedisClusterClient client = RedisClusterClient.create(...redis.uris()...);
 *   redis.primary("user:42").kill();
 *   redis.awaitStable();
 * }
 * }</pre>
 *
 * <p>A primary that is killed or frozen is replaced within about three seconds. The data is in
 * memory alone, so a killed node comes back empty. Its nodes take the verbs of {@link RedisServer},
 * one thread at a time; on a view with a key prefix those that break the cluster throw {@link
 * IllegalStateException}.
 */
public final class RedisCluster implements AutoCloseable {

  /**
   * For this long a node counts the votes of its election, even if it has won that and was replaced
   * since. Should its new primary fail meanwhile, it takes over by the old votes at once, with an
   * epoch that no other node accepts any more, and the slots stay without a primary for good.
   */
  private static final Duration ELECTION =
      Duration.ofMillis(Math.max(2L * RedisClusterBuilder.NODE_TIMEOUT_MILLIS, 2_000));

  private final List<Server> servers;
  private final List<RedisServer> nodes;
  private final String keyPrefix;
  private final Ownership ownership;

  RedisCluster(List<Server> servers, String keyPrefix, Ownership ownership) {
    this.servers = servers;
    this.nodes = RedisServers.nodes(servers, keyPrefix, ownership);
    this.keyPrefix = keyPrefix;
    this.ownership = ownership;
  }

  /** Returns a builder for three primaries with a replica each; ask it for others. */
  public static RedisClusterBuilder builder() {
    return new RedisClusterBuilder();
  }

  /**
   * Starts a cluster with all defaults.
   *
   * @throws dev.persistence.testkit.BackendUnavailableException if there is no binary for this
   *     platform on the class path
   */
  public static RedisCluster start() {
    return builder().start();
  }

  /** Returns all nodes, whatever they are at the moment. */
  public List<RedisServer> nodes() {
    return nodes;
  }

  /** Returns where a client may begin: {@code redis://host:port} of every node. */
  public List<URI> uris() {
    return nodes.stream().map(RedisServer::uri).toList();
  }

  /** Returns the nodes that take writes; waits until the cluster is {@linkplain #awaitStable}. */
  public List<RedisServer> primaries() {
    return matching(ClusterLine::isPrimary);
  }

  /** Returns who serves the key; waits until the cluster is {@linkplain #awaitStable stable}. */
  public RedisServer primary(String key) {
    return node(owner(key).port());
  }

  /**
   * Returns who follows the key's primary and runs; waits until the cluster is {@linkplain
   * #awaitStable stable}.
   */
  public List<RedisServer> replicas(String key) {
    String primary = owner(key).id();
    return matching(line -> line.primaryId().equals(primary)).stream()
        .filter(RedisServer::isReachable)
        .toList();
  }

  /**
   * Makes the replica the primary of its slots without losing a write, and waits for that and until
   * the cluster can replace the new primary too: two seconds in all.
   */
  public void promote(RedisServer replica) {
    ownership.requireExclusive("promote");
    int port = node(Arguments.notNull("replica", replica).port()).port();
    long start = TimeSource.system().nanos();
    RedisServers.await(
        "The promotion of " + replica,
        () -> {
          boolean done = "master".equals(Resp.info(port, "replication").get("role"));
          if (!done) {
            Resp.ask(port, "CLUSTER", "FAILOVER");
          }
          return done;
        });
    awaitStable();
    RedisServers.await("The end of earlier elections", () -> hasPassedSince(start));
  }

  /** An election that began before the start has ended, also for who was primary by it. */
  private static boolean hasPassedSince(long start) {
    return TimeSource.system().nanos() - start > ELECTION.toNanos();
  }

  /**
   * Waits until all nodes that run agree who serves which slots, can serve all of them, and follow
   * their primaries; a minute at most.
   *
   * @throws PersistenceException if it does not come to that
   */
  public void awaitStable() {
    RedisServers.await(
        "The agreement of the cluster's nodes", () -> new ClusterAgreement(nodes).isReached());
  }

  private ClusterLine owner(String key) {
    awaitStable();
    try {
      RedisServer any = anyReachable();
      int slot = Integer.parseInt(Resp.ask(any.port(), "CLUSTER", "KEYSLOT", key).get(0));
      return ClusterLine.all(any.port()).stream()
          .filter(line -> line.owns(slot))
          .findFirst()
          .orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private List<RedisServer> matching(Predicate<ClusterLine> wanted) {
    awaitStable();
    try {
      return ClusterLine.all(anyReachable().port()).stream()
          .filter(wanted)
          .map(line -> node(line.port()))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private RedisServer anyReachable() {
    return nodes.stream().filter(RedisServer::isReachable).findFirst().orElseThrow();
  }

  private RedisServer node(int port) {
    return nodes.stream()
        .filter(node -> node.port() == port)
        .findFirst()
        .orElseThrow(
            () ->
                new PersistenceException(
                    new Explanation(
                        "Port " + port + " is none of " + nodes,
                        "the server is not one of this cluster",
                        "Take a server from nodes()"),
                    null));
  }

  /** Returns the beginning of all keys that this test may use; empty on a cluster of its own. */
  public String keyPrefix() {
    return keyPrefix;
  }

  /**
   * Returns a view of this cluster for one of several users: it has a key prefix, and refuses the
   * verbs that would break the cluster for others. Closing it does nothing.
   */
  public RedisCluster withKeyPrefix(String prefix) {
    return new RedisCluster(servers, Arguments.notBlank("prefix", prefix), Ownership.SHARED);
  }

  /** Ends all nodes at once and deletes their folders; on a view, does nothing. */
  @Override
  public void close() {
    if (ownership == Ownership.EXCLUSIVE) {
      RedisServers.close(servers);
    }
  }

  @Override
  public String toString() {
    return "RedisCluster" + nodes;
  }
}
