package dev.persistence.testkit.internal.docker;

import dev.persistence.core.Explanation;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The choice between local processes and containers, and the reasons why there are no containers.
 *
 * <p>Containers are used only where the system property {@value #PROPERTY} is {@code true}; without
 * it nothing of Docker is looked at and no class of Testcontainers is loaded.
 */
public final class Docker {

  /** The system property that asks for containers. */
  public static final String PROPERTY = "persistence.testkit.docker";

  private static final String UNIX = "unix://";
  private static final String MARKER = "org.testcontainers.containers.GenericContainer";

  private Docker() {}

  /** Tells whether servers shall be containers. */
  public static boolean isAsked() {
    return Boolean.getBoolean(PROPERTY);
  }

  /**
   * Starts a container and returns when its server answers.
   *
   * @throws BackendUnavailableException if there is no Docker on this machine or no Testcontainers
   *     on the class path
   */
  public static Server start(ContainerRecipe recipe) {
    obstacle(System.getenv(), Files::exists, Docker::isOnClassPath)
        .ifPresent(
            why -> {
              throw unavailable(why);
            });
    return ContainerServer.start(recipe);
  }

  /** Rejects what a container cannot be. */
  public static void requireSingle(String engine, int replicas) {
    if (replicas > 0) {
      throw unavailable(
          engine + " with " + replicas + " replicas runs as local processes only",
          "Ask for no replicas, or leave the property out");
    }
  }

  /** Returns why there can be no containers, found without opening a connection. */
  static Optional<String> obstacle(
      Map<String, String> environment, Predicate<Path> exists, Predicate<String> isOnClassPath) {
    if (!isOnClassPath.test(MARKER)) {
      return Optional.of("org.testcontainers:testcontainers is not on the class path");
    }
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (!host.isBlank() && !host.startsWith(UNIX)) {
      return Optional.of(
          "DOCKER_HOST is " + host + ", and containers here listen on its loopback address only");
    }
    Path socket = Path.of(host.isBlank() ? "/var/run/docker.sock" : host.substring(UNIX.length()));
    return exists.test(socket) ? Optional.empty() : Optional.of("there is no " + socket);
  }

  static BackendUnavailableException unavailable(String why) {
    return unavailable(
        why,
        "Start Docker on this machine (DOCKER_HOST=unix://… if its socket is elsewhere) and add"
            + " org.testcontainers:testcontainers to the test class path, or leave the property"
            + " out");
  }

  private static BackendUnavailableException unavailable(String why, String remedy) {
    return new BackendUnavailableException(
        new Explanation(
            "The system property " + PROPERTY + " asks for a container that cannot be had",
            why,
            remedy),
        null);
  }

  private static boolean isOnClassPath(String className) {
    try {
      Class.forName(className, false, Docker.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError absent) {
      return false;
    }
  }
}
