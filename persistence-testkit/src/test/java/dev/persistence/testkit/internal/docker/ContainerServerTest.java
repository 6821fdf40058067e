package dev.persistence.testkit.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

/** Without a Docker: the container only says what is asked of it. */
class ContainerServerTest {

  private static final ContainerRecipe RECIPE =
      new ContainerRecipe("redis:6.2", 6379, Map.of(), Map.of(), List.of(), port -> true);

  private final Container container = new Container();
  private final ContainerServer server = new ContainerServer(RECIPE, container, 1);

  @Test
  void containerIsRemovedEvenIfItCannotBeKilled() {
    container.stopFailure = new IllegalStateException("not removed");

    assertThatThrownBy(server::close)
        .hasMessage("Docker is gone")
        .hasSuppressedException(container.stopFailure);
    assertThat(container.stopped).isTrue();
  }

  @Test
  void closedServerStartsNoContainerAgain() {
    container.running = false;
    server.close();

    assertThat(container.stopped).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(server::restart)
        .withMessageContaining("cannot restart redis:6.2: it is closed");
    assertThatIllegalStateException()
        .isThrownBy(server::freeze)
        .withMessage("cannot freeze redis:6.2: it is closed");
  }

  private static final class Container extends GenericContainer<Container> {
    private boolean running = true;
    private boolean stopped;
    private @Nullable RuntimeException stopFailure;

    Container() {
      super("redis:6.2");
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public String getContainerId() {
      return "id";
    }

    @Override
    public DockerClient getDockerClient() {
      return (DockerClient)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {DockerClient.class},
              (self, method, arguments) -> {
                throw new IllegalStateException("Docker is gone");
              });
    }

    @Override
    public void stop() {
      stopped = true;
      if (stopFailure != null) {
        throw stopFailure;
      }
    }
  }
}
