package dev.persistence.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.persistence.testkit.internal.docker.Docker;
import dev.persistence.testkit.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainersTest {

  private final String required = System.getProperty(ServersExtension.REQUIRE, "false");

  @BeforeEach
  void onlyWithoutDocker() {
    assumeFalse(
        Files.exists(Path.of("/var/run/docker.sock")) || System.getenv("DOCKER_HOST") != null,
        "Docker is here");
  }

  @AfterEach
  void restore() {
    System.setProperty(ServersExtension.REQUIRE, required);
    System.clearProperty(Docker.PROPERTY);
  }

  @ParameterizedTest
  @CsvSource({"false, SKIPPED", "true, FAILED"})
  void missingDockerSkipsTheClassThatAskedForItOrFailsItWhenRequired(
      String require, String status) {
    System.setProperty(ServersExtension.REQUIRE, require);
    System.setProperty(Docker.PROPERTY, "true");

    Map<String, String> results = Launch.of(NeedsRedis.class);

    assertThat(results).doesNotContainKey("runs(RedisServer)");
    assertThat(results.entrySet())
        .filteredOn(entry -> entry.getKey().endsWith(NeedsRedis.class.getSimpleName()))
        .singleElement()
        .extracting(Map.Entry::getValue)
        .asString()
        .startsWith(status)
        .contains("there is no /var/run/docker.sock");
  }

  @Test
  void missingDockerIsNoMatterToAClassThatDidNotAskForIt() {
    System.setProperty(ServersExtension.REQUIRE, "true");

    assertThat(Launch.of(NeedsRedis.class).values()).containsOnly("SUCCESSFUL");
  }

  @WithRedis
  static class NeedsRedis {

    @Test
    void runs(RedisServer redis) {
      assertThat(redis.isRunning()).isTrue();
    }
  }
}
