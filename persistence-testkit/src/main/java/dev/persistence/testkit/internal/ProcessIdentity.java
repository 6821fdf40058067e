package dev.persistence.testkit.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A pid together with the instant at which its process started, since pids are reused.
 *
 * <p>Written as {@code <pid>-<start in milliseconds>}.
 */
record ProcessIdentity(long pid, long startMillis) {

  /** Two JVMs compute a start from the boot time, which the kernel gives in whole seconds. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), start(process));
  }

  static Optional<ProcessIdentity> parse(String text) {
    String[] parts = text.strip().split("-", -1);
    try {
      return parts.length == 2
          ? Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
          : Optional.empty();
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  /** Returns the process if it still runs and is no other one under the same pid. */
  Optional<ProcessHandle> living() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> Math.abs(start(process) - startMillis) <= TOLERANCE.toMillis());
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  @Override
  public String toString() {
    return pid + "-" + startMillis;
  }
}
