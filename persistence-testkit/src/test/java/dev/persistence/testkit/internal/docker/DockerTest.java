package dev.persistence.testkit.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DockerTest {

  private static final Path SOCKET = Path.of("/var/run/docker.sock");

  @Test
  void socketInItsUsualPlaceIsNoObstacle() {
    assertThat(Docker.obstacle(Map.of(), SOCKET::equals, name -> true)).isEmpty();
  }

  @Test
  void missingSocketIsNamed() {
    assertThat(Docker.obstacle(Map.of(), path -> false, name -> true))
        .hasValueSatisfying(why -> assertThat(why).contains("/var/run/docker.sock"));
  }

  @Test
  void dockerHostSaysWhichSocketIsLookedAt() {
    Set<Path> asked = new HashSet<>();

    assertThat(
            Docker.obstacle(Map.of("DOCKER_HOST", "unix:///run/d.sock"), asked::add, name -> true))
        .isEmpty();
    assertThat(asked).containsExactly(Path.of("/run/d.sock"));
  }

  @Test
  void dockerOfAnotherMachineIsRefused() {
    assertThat(Docker.obstacle(Map.of("DOCKER_HOST", "tcp://far:2375"), path -> true, name -> true))
        .hasValueSatisfying(why -> assertThat(why).contains("tcp://far:2375"));
  }

  @Test
  void missingTestcontainersIsNamedBeforeAnythingElse() {
    assertThat(Docker.obstacle(Map.of(), path -> true, name -> false))
        .hasValueSatisfying(why -> assertThat(why).contains("org.testcontainers:testcontainers"));
  }

  @Test
  void containersAreNotAskedForByDefault() {
    assertThat(Docker.isAsked()).isFalse();
  }

  @Test
  void singleServerMayBeContainerAndReplicasMayNot() {
    assertThatCode(() -> Docker.requireSingle("MariaDB", 0)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Docker.requireSingle("MariaDB", 2))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("MariaDB with 2 replicas")
        .hasMessageContaining("Ask for no replicas");
  }

  @Test
  void askingForContainersWithoutDockerIsExplained() {
    assumeFalse(Files.exists(SOCKET) || System.getenv("DOCKER_HOST") != null, "Docker is here");

    whileAsked(() -> refuses(RedisServer::start));
    whileAsked(() -> refuses(PostgresCluster::start));
    whileAsked(() -> refuses(MariaDbCluster::start));
  }

  private static void refuses(ThrowingCallable start) {
    assertThatThrownBy(start)
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining(Docker.PROPERTY)
        .hasMessageContaining("/var/run/docker.sock");
  }

  private static void whileAsked(Runnable body) {
    System.setProperty(Docker.PROPERTY, "true");
    try {
      body.run();
    } finally {
      System.clearProperty(Docker.PROPERTY);
    }
  }
}
