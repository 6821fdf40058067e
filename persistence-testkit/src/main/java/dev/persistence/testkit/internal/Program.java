package dev.persistence.testkit.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs to its end, such as the one that lays out an empty data folder. */
public final class Program {

  private static final Duration BOUND = Duration.ofMinutes(2);

  private Program() {}

  /**
   * Runs the program and returns what it printed.
   *
   * @throws PersistenceException if it cannot be started, fails or takes too long; the message has
   *     its output
   */
  public static String run(List<String> command) {
    return run(command, new ProcessBuilder(command));
  }

  /** Runs the program like {@link #run(List)} and lets it read the file. */
  public static String run(List<String> command, Path input) {
    return run(command, new ProcessBuilder(command).redirectInput(input.toFile()));
  }

  private static String run(List<String> command, ProcessBuilder builder) {
    Path output = null;
    Process process = null;
    try {
      output = Files.createTempFile(ProcessLedger.ofThisJvm().newFolder("program"), "output", null);
      process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS);
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      if (ended && process.exitValue() == 0) {
        return printed;
      }
      throw failed(
          command, ended ? "it returned " + process.exitValue() : "it ran over " + BOUND, printed);
    } catch (IOException failure) {
      throw new PersistenceException(
          explanation(command, "it did not start: " + failure.getMessage(), ""), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failed(command, "the thread was interrupted", "");
    } finally {
      if (process != null) {
        new ProcessTree(process.toHandle()).kill();
      }
      if (output != null && output.getParent() != null) {
        Folders.delete(output.getParent());
      }
    }
  }

  private static PersistenceException failed(List<String> command, String why, String printed) {
    return new PersistenceException(explanation(command, why, printed), null);
  }

  private static Explanation explanation(List<String> command, String why, String printed) {
    return new Explanation(
        "The program " + String.join(" ", command) + " failed",
        why,
        "Its output says more:\n" + printed.strip());
  }
}
