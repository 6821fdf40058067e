package dev.persistence.testkit.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;

/**
 * One database server under the control of a test, wherever it runs: a local process ({@link
 * ServerProcess}) or a container.
 *
 * <p>Host and port stay the same over a stop and a restart. Every verb blocks until it has taken
 * effect, within a bound. The verbs of one server must not be called by two threads at once.
 */
public interface Server extends AutoCloseable {

  /** Returns the address to connect to. */
  String host();

  /** Returns the port to connect to. */
  int port();

  /** Tells whether the server's process exists; a frozen one does. */
  boolean isRunning();

  /** Tells whether the server is stopped in its tracks. */
  boolean isFrozen();

  /** Tells whether the server can be spoken to. */
  default boolean isReachable() {
    return isRunning() && !isFrozen();
  }

  /**
   * Refuses at once what a server that is down or frozen would leave unanswered.
   *
   * @param name of the server, for the message
   */
  default void requireReachable(String name) {
    if (!isReachable()) {
      throw new PersistenceException(
          new Explanation(
              "Test server " + name + " cannot be asked anything",
              isFrozen() ? "it is frozen" : "it does not run",
              isFrozen() ? "Thaw it first" : "Restart it first, unless its cluster is closed"),
          null);
    }
  }

  /** Suspends the server with all its children (SIGSTOP); it still accepts TCP connections. */
  void freeze();

  /** Lets a frozen server continue (SIGCONT). */
  void thaw();

  /** Kills the server with all its children (SIGKILL); its data stays. */
  void kill();

  /** Shuts the server down in an orderly way; its data stays. */
  void stop();

  /**
   * Starts the server again on its data, after stopping it if it runs; returns when it is ready.
   */
  void restart();

  /** Ends the server at once; it cannot be started again. */
  @Override
  void close();
}
