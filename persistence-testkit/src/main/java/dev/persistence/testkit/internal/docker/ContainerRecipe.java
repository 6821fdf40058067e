package dev.persistence.testkit.internal.docker;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * How one kind of server is started as a container; the counterpart of {@link
 * dev.persistence.testkit.internal.ServerRecipe}.
 *
 * @param image name and tag
 * @param port the port inside the container
 * @param environment variables that the image's entry point understands
 * @param files contents by path inside the container
 * @param command what the entry point is given; empty for the image's own
 * @param ready asks the server one real question on the given port of this machine
 */
public record ContainerRecipe(
    String image,
    int port,
    Map<String, String> environment,
    Map<String, String> files,
    List<String> command,
    Readiness ready) {

  /** A question to a starting server. */
  @FunctionalInterface
  public interface Readiness {

    /** Returns true if the question was answered. */
    boolean answers(int port) throws SQLException;
  }
}
