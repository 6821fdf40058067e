package dev.persistence.testkit.redis;

import dev.persistence.core.Arguments;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A running Redis primary with replicas, and the Sentinels that replace it when it fails.
 *
 * <pre>{@code
 * try (RedisSentinel redis = RedisSentinel.start()) {
 *   RedisClient client = RedisClient.create(redis.uri().toString());
 *   redis.primary().kill();
 *   redis.awaitStable();
 * }
 * }</pre>
 *
 * <p>A primary that is killed or frozen is replaced within about three seconds. The data is in
 * memory alone. An old primary that is restarted or thawed takes writes until the Sentinels make it
 * a replica, some ten seconds later: the split brain of real life. The servers take the verbs of
 * {@link RedisServer}, one thread at a time; on a view with a key prefix those that break them
 * throw {@link IllegalStateException}.
 */
public final class RedisSentinel implements AutoCloseable {

  static final String NAME = "test";

  private final List<Server> processes;
  private final SentinelAgreement group;
  private final String keyPrefix;
  private final Ownership ownership;

  /** Takes the servers first and behind them the Sentinels. */
  RedisSentinel(List<Server> processes, int sentinels, String keyPrefix, Ownership ownership) {
    List<RedisServer> all = RedisServers.nodes(processes, keyPrefix, ownership);
    int servers = all.size() - sentinels;
    this.processes = processes;
    this.group =
        new SentinelAgreement(NAME, all.subList(servers, all.size()), all.subList(0, servers));
    this.keyPrefix = keyPrefix;
    this.ownership = ownership;
  }

  /** Returns a builder for a primary with two replicas and three Sentinels; ask it for others. */
  public static RedisSentinelBuilder builder() {
    return new RedisSentinelBuilder();
  }

  /**
   * Starts servers and Sentinels with all defaults.
   *
   * @throws dev.persistence.testkit.BackendUnavailableException if there is no binary for this
   *     platform on the class path
   */
  public static RedisSentinel start() {
    return builder().start();
  }

  /** Returns the name by which the Sentinels know the primary. */
  public String name() {
    return NAME;
  }

  /**
   * Returns where a client may begin, such as {@code redis-sentinel://host:port,host:port#name}.
   */
  public URI uri() {
    return URI.create(
        sentinels().stream()
            .map(sentinel -> sentinel.host() + ":" + sentinel.port())
            .collect(Collectors.joining(",", "redis-sentinel://", "#" + NAME)));
  }

  /** Returns the servers with data, whatever they are at the moment. */
  public List<RedisServer> servers() {
    return group.servers();
  }

  /** Returns the Sentinels; they can be broken like servers. */
  public List<RedisServer> sentinels() {
    return group.sentinels();
  }

  /** Returns who takes the writes; waits until all is {@linkplain #awaitStable stable}. */
  public RedisServer primary() {
    awaitStable();
    return presentPrimary();
  }

  /**
   * Returns who follows the primary and runs; waits until all is {@linkplain #awaitStable stable}.
   */
  public List<RedisServer> replicas() {
    int primary = primary().port();
    return servers().stream()
        .filter(server -> server.isReachable() && server.port() != primary)
        .toList();
  }

  /** Has the Sentinels replace a primary that runs, waits for that, and returns the new one. */
  public RedisServer failOver() {
    ownership.requireExclusive("failOver");
    int old = primary().port();
    RedisServer sentinel =
        sentinels().stream().filter(RedisServer::isReachable).findFirst().orElseThrow();
    RedisServers.await(
        "The consent of the Sentinels to a failover",
        () -> Resp.ask(sentinel.port(), "SENTINEL", "FAILOVER", NAME).contains("OK"));
    RedisServers.await("A new primary", () -> group.primaryPort() != old);
    // The Sentinels would do that too, but only after ten seconds.
    int port = presentPrimary().port();
    RedisServers.await(
        "The old primary as a replica",
        () -> Resp.ask(old, "REPLICAOF", "127.0.0.1", Integer.toString(port)).contains("OK"));
    return primary();
  }

  /**
   * Waits until all Sentinels that run name the same primary and would know whom to put in its
   * place, and all servers that run follow it; a minute at most.
   *
   * @throws dev.persistence.core.PersistenceException if it does not come to that
   */
  public void awaitStable() {
    RedisServers.await("The agreement of the Sentinels", group::isReached);
  }

  private RedisServer presentPrimary() {
    try {
      int port = group.primaryPort();
      return servers().stream().filter(server -> server.port() == port).findFirst().orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns the beginning of all keys that this test may use; empty on servers of its own. */
  public String keyPrefix() {
    return keyPrefix;
  }

  /**
   * Returns a view for one of several users: it has a key prefix, and refuses the verbs that would
   * break the servers for others. Closing it does nothing.
   */
  public RedisSentinel withKeyPrefix(String prefix) {
    return new RedisSentinel(
        processes, sentinels().size(), Arguments.notBlank("prefix", prefix), Ownership.SHARED);
  }

  /** Ends Sentinels and servers at once and deletes their folders; on a view, does nothing. */
  @Override
  public void close() {
    if (ownership == Ownership.EXCLUSIVE) {
      RedisServers.close(processes);
    }
  }

  @Override
  public String toString() {
    return uri().toString();
  }
}
