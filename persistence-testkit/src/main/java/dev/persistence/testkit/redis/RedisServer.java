package dev.persistence.testkit.redis;

import dev.persistence.testkit.internal.ProcessLedger;
import dev.persistence.testkit.internal.Server;
import dev.persistence.testkit.internal.ServerProcess;
import java.net.URI;

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
 * <p>Listens on 127.0.0.1 and asks for no password. Thread-safe as far as each verb is one call;
 * every verb blocks until its effect can be seen. The binaries report Redis 6.2.
 */
public final class RedisServer implements AutoCloseable {

  private final Server server;

  private RedisServer(Server server) {
    this.server = server;
  }

  /**
   * Starts a server on a free port and returns when it answers.
   *
   * @throws dev.persistence.testkit.BackendUnavailableException if there is no binary for this
   *     platform on the class path
   */
  public static RedisServer start() {
    RedisRecipe recipe =
        new RedisRecipe(RedisArchive.program(), ProcessLedger.ofThisJvm().newFolder("redis"));
    return new RedisServer(ServerProcess.start(recipe));
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

  /** Ends the server in good order. */
  public void stop() {
    server.stop();
  }

  /** Ends the server by SIGKILL. */
  public void kill() {
    server.kill();
  }

  /** Halts the server by SIGSTOP: it accepts TCP connections and answers nothing. */
  public void freeze() {
    server.freeze();
  }

  /** Lets a frozen server run on. */
  public void thaw() {
    server.thaw();
  }

  /** Starts the server again on its port, empty, after stopping it if it runs. */
  public void restart() {
    server.restart();
  }

  /** Ends the server for good and deletes its folder. */
  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return uri().toString();
  }
}
