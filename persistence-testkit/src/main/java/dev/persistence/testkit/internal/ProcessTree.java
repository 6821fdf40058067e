package dev.persistence.testkit.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A process and everything it forked, signalled together.
 *
 * <p>Signals other than KILL go through the {@code kill} program of the system.
 */
final class ProcessTree {

  private static final Duration DEATH_BOUND = Duration.ofSeconds(10);
  private static final Duration STANDSTILL_BOUND = Duration.ofSeconds(10);
  private static final int SIGNAL_SECONDS = 10;

  /** Stopped by a signal, stopped by a tracer, ended and not collected, dead. */
  private static final Set<String> STILL = Set.of("T", "t", "Z", "X");

  private final ProcessHandle root;

  ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  /**
   * Tells whether the root runs; a dead process whose exit status nobody has collected does not.
   */
  boolean isRunning() {
    return isAlive(root);
  }

  /** Sends a signal such as {@code INT} to the root alone. */
  void signalRoot(String signal) {
    signal(signal, List.of(root));
  }

  /**
   * Stops the root first, so that it forks no more, and then all of its children; returns when they
   * stand still. The kernel takes its time: on a busy machine a process runs on for a while.
   */
  void freeze() {
    Set<ProcessHandle> stopped = new LinkedHashSet<>();
    List<ProcessHandle> running = List.of(root);
    while (!running.isEmpty()) {
      signal("STOP", running);
      awaitStandstill(running);
      stopped.addAll(running);
      running = root.descendants().filter(child -> !stopped.contains(child)).toList();
    }
  }

  private static void awaitStandstill(List<ProcessHandle> processes) {
    Waiting.require(
        STANDSTILL_BOUND,
        () -> processes.stream().allMatch(ProcessTree::standsStill),
        () ->
            new Explanation(
                "Processes " + pids(processes, process -> !standsStill(process)) + " still run",
                "SIGSTOP did not reach them within " + STANDSTILL_BOUND,
                "Look at what they wait for, such as a file system that does not answer"));
  }

  /** Tells whether no thread runs; where there is no /proc, the signal is taken for the effect. */
  private static boolean standsStill(ProcessHandle process) {
    try (Stream<Path> threads = Files.list(procFolder(process).resolve("task"))) {
      return threads.allMatch(thread -> STILL.contains(state(thread)));
    } catch (IOException | UncheckedIOException goneOrNotLinux) {
      return true;
    }
  }

  /** Lets the children continue and the root last. */
  void thaw() {
    List<ProcessHandle> all = new ArrayList<>(root.descendants().toList());
    all.add(root);
    signal("CONT", all);
  }

  /**
   * Kills the whole tree and returns when it is dead. The root is stopped first: a server that saw
   * its children die would start new ones. An interrupt that came before waits until this is done.
   */
  void kill() {
    boolean interrupted = Thread.interrupted();
    try {
      killAll();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void killAll() {
    List<ProcessHandle> all = new ArrayList<>();
    all.add(root);
    if (root.isAlive()) {
      signal("STOP", List.of(root));
      all.addAll(root.descendants().toList());
    }
    all.forEach(ProcessHandle::destroyForcibly);
    Waiting.require(
        DEATH_BOUND, () -> all.stream().noneMatch(ProcessTree::isAlive), () -> undead(all));
  }

  private static Explanation undead(List<ProcessHandle> all) {
    return new Explanation(
        "Processes " + pids(all, ProcessTree::isAlive) + " live " + DEATH_BOUND + " after SIGKILL",
        "they hang in the kernel",
        "Look at what they wait for, such as a file system that does not answer");
  }

  private static List<Long> pids(List<ProcessHandle> all, Predicate<ProcessHandle> chosen) {
    return all.stream().filter(chosen).map(ProcessHandle::pid).toList();
  }

  /** Tells whether the process runs; one whose exit status nobody has collected yet does not. */
  private static boolean isAlive(ProcessHandle process) {
    return process.isAlive() && !state(procFolder(process)).equals("Z");
  }

  private static Path procFolder(ProcessHandle process) {
    return Path.of("/proc", Long.toString(process.pid()));
  }

  /** Returns the letter that proc(5) has for the state; "X", dead, if there is no such folder. */
  private static String state(Path procFolder) {
    try {
      String stat = Files.readString(procFolder.resolve("stat"));
      int letter = stat.lastIndexOf(')') + 2;
      return stat.substring(letter, letter + 1);
    } catch (IOException goneOrNotLinux) {
      return "X";
    }
  }

  private static void signal(String signal, List<ProcessHandle> targets) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    targets.forEach(target -> command.add(Long.toString(target.pid())));
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      // A target that died meanwhile makes kill report failure; that is what was wanted anyway.
      if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException failure) {
      throw new PersistenceException(
          new Explanation(
              "Signal " + signal + " could not be sent",
              "the program kill did not start: " + failure.getMessage(),
              "Stopping and freezing servers needs a POSIX system"),
          failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
