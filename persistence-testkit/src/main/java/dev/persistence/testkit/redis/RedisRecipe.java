package dev.persistence.testkit.redis;

import dev.persistence.testkit.internal.Folders;
import dev.persistence.testkit.internal.ProcessLedger;
import dev.persistence.testkit.internal.ServerRecipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a Redis server is started.
 *
 * @param options beyond port, address and folder, each with its value behind it
 */
record RedisRecipe(Path program, Path folder, List<String> options) implements ServerRecipe {

  /** Nothing is written to the disk. */
  static final List<String> IN_MEMORY = List.of("--save", "", "--appendonly", "no");

  /** Each write is on the disk before it is answered. */
  static final List<String> APPEND_ONLY =
      List.of("--save", "", "--appendonly", "yes", "--appendfsync", "always");

  /** A replica copies its primary without a pause for others to join, and hears of it often. */
  static final List<String> QUICK_REPLICATION =
      List.of(
          "--repl-diskless-sync",
          "yes",
          "--repl-diskless-sync-delay",
          "0",
          "--repl-ping-replica-period",
          "1");

  /** Returns the recipe of a server in a new folder. */
  static RedisRecipe of(List<String> options) {
    return new RedisRecipe(
        RedisArchive.program(), ProcessLedger.ofThisJvm().newFolder("redis"), options);
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public List<String> command(int port) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString()));
    command.addAll(options);
    return command;
  }

  /** Until its log of commands is read again a server answers questions about itself alone. */
  @Override
  public boolean answers(int port) {
    return Folders.isSame(Ping.folder(port), folder) && Ping.answered(port);
  }
}
