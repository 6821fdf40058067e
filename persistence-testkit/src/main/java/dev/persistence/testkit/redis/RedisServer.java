package dev.persistence.testkit.redis;

import dev.persistence.core.Arguments;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.ProcessLedger;
import dev.persistence.testkit.internal.Server;
import dev.persistence.testkit.internal.ServerProcess;
import dev.persistence.testkit.internal.docker.ContainerRecipe;
import dev.persistence.testkit.internal.docker.Docker;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * One Redis server without persistence: after a stop, a kill or a restart it is empty, as a cache
 * would be.
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

  private static final ContainerRecipe CONTAINER =
      new ContainerRecipe(
          "redis:6.2",
          6379,
          Map.of(),
          Map.of(),
          List.of("redis-server", "--save", "", "--appendonly", "no"),
          Ping::answered);

  private final Server server;
  private final String keyPrefix;
  private final Ownership ownership;

  private RedisServer(Server server, String keyPrefix, Ownership ownership) {
    this.server = server;
    this.keyPrefix = keyPrefix;
    this.ownership = ownership;
  }

  /**
   * Starts a server on a free port and returns when it answers.
   *
   * @throws dev.persistence.testkit.BackendUnavailableException if there is no binary for this
   *     platform on the class path
   */
  public static RedisServer start() {
    Server server = Docker.isAsked() ? Docker.start(CONTAINER) : startProcess();
    return new RedisServer(server, "", Ownership.EXCLUSIVE);
  }

  private static Server startProcess() {
    return ServerProcess.start(
        new RedisRecipe(RedisArchive.program(), ProcessLedger.ofThisJvm().newFolder("redis")));
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

  /** Starts the server again on its port, empty, after stopping it if it runs. */
  public void restart() {
    breaking("restart").restart();
  }

  private Server breaking(String verb) {
    ownership.requireExclusive(verb);
    return server;
  }

  /** Ends the server at once and deletes its folder; on a view, does nothing. */
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
