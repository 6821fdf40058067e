package dev.persistence.testkit.redis;

import dev.persistence.core.Arguments;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Server;
import java.net.URI;

/**
 * One Redis server, alone or part of a {@link RedisCluster} or a {@link RedisSentinel}. Unless it
 * was asked to {@linkplain RedisServerBuilder#appendOnly() keep its data} it is empty after a stop,
 * a kill or a restart, as a cache would be.
 *
 * <pre>{@code
 * try (RedisServer redis = RedisServer.start()) {
 *   RedisClient client = RedisClient.create(redis.uri().toString());
 *   redis.freeze();
 *   ...
 * }
 * }</pre>
 *
 * <p>Listens on 127.0.0.1 and asks for no password. The verbs are for one thread at a time and
 * block until they have taken effect; on a view with a key prefix those that break the server throw
 * {@link IllegalStateException}. The programs report Redis 6.2.
 */
public final class RedisServer implements AutoCloseable {

  private final Server server;
  private final String keyPrefix;
  private final Ownership ownership;

  RedisServer(Server server, String keyPrefix, Ownership ownership) {
    this.server = server;
    this.keyPrefix = keyPrefix;
    this.ownership = ownership;
  }

  /** Returns a builder for a server that keeps nothing; ask it for more. */
  public static RedisServerBuilder builder() {
    return new RedisServerBuilder();
  }

  /**
   * Starts a server with all defaults on a free port and returns when it answers.
   *
   * @throws dev.persistence.testkit.BackendUnavailableException if there is no binary for this
   *     platform on the class path
   */
  public static RedisServer start() {
    return builder().start();
  }

  /** Returns the host, always the loopback address. */
  public String host() {
    return server.host();
  }

  /** Returns the port, the same after a restart. */
  public int port() {
    return server.port();
  }

  /** Returns {@code redis://host:port}. */
  public URI uri() {
    return URI.create("redis://" + host() + ":" + port());
  }

  /** Returns whether the process exists, frozen or not. */
  public boolean isRunning() {
    return server.isRunning();
  }

  /** Returns the beginning of all keys that this test may use; empty on a server of its own. */
  public String keyPrefix() {
    return keyPrefix;
  }

  /**
   * Returns a view of this server for one of several users: it has a key prefix, and refuses the
   * verbs that would break the server for others. Closing it does nothing.
   */
  public RedisServer withKeyPrefix(String prefix) {
    return new RedisServer(server, Arguments.notBlank("prefix", prefix), Ownership.SHARED);
  }

  /** Shuts the server down in an orderly way. */
  public void stop() {
    breaking("stop").stop();
  }

  /** Kills the server (SIGKILL), as a crash does. */
  public void kill() {
    breaking("kill").kill();
  }

  /** Suspends the server (SIGSTOP): it accepts TCP connections, and answers nothing. */
  public void freeze() {
    breaking("freeze").freeze();
  }

  /** Lets a frozen server continue (SIGCONT). */
  public void thaw() {
    breaking("thaw").thaw();
  }

  /** Starts the server again on its port and what it has kept, after stopping it if it runs. */
  public void restart() {
    breaking("restart").restart();
  }

  /** Tells whether the server can be spoken to. */
  boolean isReachable() {
    return server.isReachable();
  }

  private Server breaking(String verb) {
    ownership.requireExclusive(verb);
    return server;
  }

  /**
   * Ends the server at once and deletes its folder, also that of a cluster's node, which cannot
   * come back then; on a view, does nothing.
   */
  @Override
  public void close() {
    if (ownership == Ownership.EXCLUSIVE) {
      server.close();
    }
  }

  @Override
  public String toString() {
    return uri().toString();
  }
}
