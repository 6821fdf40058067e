package dev.persistence.testkit.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process and everything it forked, signalled together.
 *
 * <p>Signals other than KILL go through the {@code kill} program of the system.
 */
final class ProcessTree {

  private static final Duration DEATH_BOUND = Duration.ofSeconds(10);
  private static final int SIGNAL_SECONDS = 10;

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

  /** Stops the root first, so that it forks no more, and then all of its children. */
  void freeze() {
    Set<ProcessHandle> stopped = new LinkedHashSet<>();
    List<ProcessHandle> running = List.of(root);
    while (!running.isEmpty()) {
      signal("STOP", running);
      stopped.addAll(running);
      running = root.descendants().filter(child -> !stopped.contains(child)).toList();
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
    List<Long> pids = all.stream().filter(ProcessTree::isAlive).map(ProcessHandle::pid).toList();
    return new Explanation(
        "Processes " + pids + " are still there " + DEATH_BOUND + " after SIGKILL",
        "they hang in the kernel",
        "Look at what they wait for, such as a file system that does not answer");
  }

  /** Tells whether the process runs; one whose exit status nobody has collected yet does not. */
  private static boolean isAlive(ProcessHandle process) {
    return process.isAlive() && !isZombie(process.pid());
  }

  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException goneOrNotLinux) {
      return false;
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
