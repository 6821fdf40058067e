package dev.persistence.testkit.internal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one kind of server is started as a local process; {@link ServerProcess} does the rest.
 *
 * <p>The data folder is prepared before the start by whoever makes the recipe, usually as a copy of
 * a template from {@link BinaryCache} into a folder from {@link ProcessLedger#newFolder}. The port
 * is an argument, so that nothing in the data folder depends on it.
 */
public interface ServerRecipe {

  /** Returns the name for messages, such as {@code postgres pg1}. */
  String name();

  /** Returns the folder that is the working directory and gets {@code server.log}. */
  Path folder();

  /** Returns the server binary itself and its arguments; never a launcher that forks. */
  List<String> command(int port);

  /** Returns variables to add to the environment. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /**
   * Asks the server one real question; called again and again until it says true.
   *
   * @return true if it was answered by the server in {@link #folder}, and not by another that was
   *     given the same port a moment earlier
   * @throws SQLException if the server is not ready yet
   */
  boolean answers(int port) throws SQLException;

  /** Tells whether the log shows that the port was taken, so that another is worth a try. */
  default boolean portWasTaken(String log) {
    return log.contains("ddress already in use");
  }

  /** Returns the signal of an orderly shutdown that does not wait for clients. */
  default String stopSignal() {
    return "TERM";
  }

  /** Returns how long a start may take. */
  default Duration startBound() {
    return Duration.ofSeconds(60);
  }
}
