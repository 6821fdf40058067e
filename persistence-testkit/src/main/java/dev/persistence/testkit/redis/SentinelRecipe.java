package dev.persistence.testkit.redis;

import dev.persistence.testkit.internal.Folders;
import dev.persistence.testkit.internal.ProcessLedger;
import dev.persistence.testkit.internal.ServerRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a Sentinel is started; what it learns it writes into its own configuration. */
record SentinelRecipe(Path program, Path folder) implements ServerRecipe {

  /** After which silence a server counts as down. */
  private static final Duration DOWN_AFTER = Duration.ofMillis(600);

  private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(2);
  private static final String CONFIGURATION = "sentinel.conf";

  /** Returns the recipe of a Sentinel in a new folder that watches the primary. */
  static SentinelRecipe of(String name, int primaryPort, int quorum) {
    Path folder = ProcessLedger.ofThisJvm().newFolder("sentinel");
    try {
      Files.write(
          folder.resolve(CONFIGURATION),
          List.of(
              "sentinel monitor " + name + " 127.0.0.1 " + primaryPort + " " + quorum,
              "sentinel down-after-milliseconds " + name + " " + DOWN_AFTER.toMillis(),
              "sentinel failover-timeout " + name + " " + FAILOVER_TIMEOUT.toMillis(),
              "sentinel parallel-syncs " + name + " 8"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SentinelRecipe(RedisArchive.program(), folder);
  }

  @Override
  public String name() {
    return "redis sentinel";
  }

  @Override
  public List<String> command(int port) {
    return List.of(
        program.toString(),
        folder.resolve(CONFIGURATION).toString(),
        "--sentinel",
        "--port",
        Integer.toString(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        folder.toString());
  }

  @Override
  public boolean answers(int port) {
    return Folders.isSame(folderOf(port), folder);
  }

  /** A Sentinel has no CONFIG command, but tells where its configuration is. */
  private static @Nullable String folderOf(int port) {
    try {
      Path file = Path.of(Resp.info(port, "server").getOrDefault("config_file", "/none"));
      return String.valueOf(file.getParent());
    } catch (IOException notYet) {
      return null;
    }
  }
}
