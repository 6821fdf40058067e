package dev.persistence.testkit.fault;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The threads of a proxy. All are daemons, and all are seen to have ended when it closes. */
final class ProxyThreads {

  /** A task of one thread; it ends by returning, or quietly when it is interrupted. */
  interface Task {
    void run() throws InterruptedException;
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  ProxyThreads(String name) {
    this.name = name;
  }

  Thread start(String role, Task task) {
    Thread thread = new Thread(() -> run(task), name + " " + role);
    thread.setDaemon(true);
    forgetEnded();
    threads.add(thread);
    thread.start();
    return thread;
  }

  private static void run(Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread cannot take itself out: it would still be alive when nobody waits for it any more. */
  private void forgetEnded() {
    threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
  }

  /** Interrupts all threads and returns when they have ended. The caller is none of them. */
  void endAll() {
    while (!threads.isEmpty()) { // One of them may just have started another.
      threads.forEach(Thread::interrupt);
      threads.forEach(ProxyThreads::awaitEnd);
      forgetEnded();
    }
  }

  /** Waits for the end of the thread; an interrupt of the caller waits, too. */
  static void awaitEnd(Thread thread) {
    long start = System.nanoTime();
    boolean interrupted = false;
    while (thread.isAlive() && System.nanoTime() - start < PATIENCE.toNanos()) {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new PersistenceException(
          new Explanation(
              "Thread " + thread.getName() + " does not end",
              "an interrupt and closed sockets did not stop it in " + PATIENCE,
              "Report this with a thread dump; it is a defect of the proxy"),
          null);
    }
  }
}
