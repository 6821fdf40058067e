package dev.persistence.testkit.internal.docker;

import com.github.dockerjava.api.DockerClient;
import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.internal.Ports;
import dev.persistence.testkit.internal.Server;
import dev.persistence.testkit.internal.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/**
 * A {@link Server} in a container of Testcontainers, on a loopback port that stays the same.
 *
 * <p>Freezing is Docker's pause, which halts all processes of the container. What the JVM leaves
 * behind is ended by Testcontainers' own reaper.
 */
final class ContainerServer implements Server {

  private static final Duration START_BOUND = Duration.ofMinutes(2);
  private static final int STOP_SECONDS = 15;

  private final ContainerRecipe recipe;
  private final GenericContainer<?> container;
  private final int port;
  private volatile boolean frozen;
  private volatile boolean closed;

  ContainerServer(ContainerRecipe recipe, GenericContainer<?> container, int port) {
    this.recipe = recipe;
    this.container = container;
    this.port = port;
  }

  static ContainerServer start(ContainerRecipe recipe) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw Docker.unavailable("Docker does not answer");
    }
    int port = Ports.free();
    GenericContainer<?> container = new GenericContainer<>(recipe.image());
    container.withExposedPorts(recipe.port()).withEnv(recipe.environment());
    container.setPortBindings(List.of("127.0.0.1:" + port + ":" + recipe.port()));
    recipe.files().forEach((path, text) -> container.withCopyToContainer(file(text), path));
    if (!recipe.command().isEmpty()) {
      container.withCommand(recipe.command().toArray(String[]::new));
    }
    ContainerServer server = new ContainerServer(recipe, container, port);
    try {
      container.start();
      server.awaitReady();
      return server;
    } catch (RuntimeException failure) { // Whatever it is, no container may stay.
      try (container) {
        throw failure;
      }
    }
  }

  private static Transferable file(String text) {
    return Transferable.of(text);
  }

  private void awaitReady() {
    Waiting.require(
        START_BOUND,
        this::answers,
        () ->
            new Explanation(
                "The container " + recipe.image() + " did not come up",
                "it answered no query within " + START_BOUND,
                "Its log says more:\n" + container.getLogs()));
  }

  private boolean answers() {
    try {
      return recipe.ready().answers(port);
    } catch (SQLException notYet) {
      return false;
    }
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public boolean isRunning() {
    return container.isRunning();
  }

  @Override
  public boolean isFrozen() {
    return frozen;
  }

  @Override
  public void freeze() {
    requireRunning("freeze");
    client().pauseContainerCmd(container.getContainerId()).exec();
    frozen = true;
  }

  @Override
  public void thaw() {
    requireRunning("thaw");
    if (frozen) {
      client().unpauseContainerCmd(container.getContainerId()).exec();
      frozen = false;
    }
  }

  @Override
  public void kill() {
    if (isRunning()) {
      thaw(); // Docker refuses to end a paused container.
      client().killContainerCmd(container.getContainerId()).exec();
      awaitEnd();
    }
  }

  @Override
  public void stop() {
    if (isRunning()) {
      thaw();
      client().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
      awaitEnd();
    }
  }

  @Override
  public void restart() {
    if (closed) {
      throw new IllegalStateException(
          "cannot restart "
              + recipe.image()
              + ": it is closed and its container is gone; start another");
    }
    stop();
    client().startContainerCmd(container.getContainerId()).exec();
    awaitReady();
  }

  @Override
  public void close() {
    closed = true;
    try (container) { // Is stopped and removed even if it cannot be killed.
      kill();
    }
  }

  private void awaitEnd() {
    if (!Waiting.until(START_BOUND, () -> !isRunning())) {
      throw new PersistenceException(
          new Explanation(
              "The container " + recipe.image() + " did not end",
              "Docker still reports it after " + START_BOUND,
              "Look at it with docker ps"),
          null);
    }
  }

  private void requireRunning(String verb) {
    if (!isRunning()) {
      throw new IllegalStateException(
          "cannot "
              + verb
              + " "
              + recipe.image()
              + (closed ? ": it is closed" : ": it does not run; restart it first"));
    }
  }

  private DockerClient client() {
    return container.getDockerClient();
  }
}
