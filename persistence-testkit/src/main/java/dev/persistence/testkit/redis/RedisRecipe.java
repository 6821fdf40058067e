package dev.persistence.testkit.redis;

import dev.persistence.testkit.internal.Folders;
import dev.persistence.testkit.internal.ServerRecipe;
import java.nio.file.Path;
import java.util.List;

/** How a Redis server without persistence is started. */
record RedisRecipe(Path program, Path folder) implements ServerRecipe {

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public List<String> command(int port) {
    return List.of(
        program.toString(),
        "--port",
        Integer.toString(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        folder.toString(),
        "--save",
        "",
        "--appendonly",
        "no");
  }

  @Override
  public boolean answers(int port) {
    return Folders.isSame(Ping.folder(port), folder);
  }
}
