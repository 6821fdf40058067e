package dev.persistence.testkit.redis;

import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Server;
import dev.persistence.testkit.internal.ServerProcess;
import dev.persistence.testkit.internal.docker.ContainerRecipe;
import dev.persistence.testkit.internal.docker.Docker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Configures and starts a {@link RedisServer}.
 *
 * <p>Default: nothing is written to the disk. Not thread-safe; may be used for several servers.
 */
public final class RedisServerBuilder {

  private List<String> options = RedisRecipe.IN_MEMORY;

  RedisServerBuilder() {}

  /**
   * Makes the server write each command to the disk before it answers ({@code appendfsync always}),
   * so that its data survives a kill and a restart.
   */
  public RedisServerBuilder appendOnly() {
    this.options = RedisRecipe.APPEND_ONLY;
    return this;
  }

  /**
   * Starts the server on a free port and returns when it answers.
   *
   * @throws dev.persistence.testkit.BackendUnavailableException if there is no binary for this
   *     platform on the class path
   */
  public RedisServer start() {
    Server server =
        Docker.isAsked() ? Docker.start(container()) : ServerProcess.start(RedisRecipe.of(options));
    return new RedisServer(server, "", Ownership.EXCLUSIVE);
  }

  private ContainerRecipe container() {
    List<String> command = new ArrayList<>(List.of("redis-server"));
    command.addAll(options);
    return new ContainerRecipe(
        "redis:6.2", 6379, Map.of(), Map.of(), List.copyOf(command), Ping::answered);
  }
}
