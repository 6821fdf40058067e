package dev.persistence.testkit.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Runs a handful of slow starts at the same time, each on a thread of its own. */
public final class Parallel {

  private Parallel() {}

  /**
   * Returns the results in the order of the tasks once all have ended. When some failed, the first
   * failure in that order is thrown as it was and carries the others as suppressed.
   */
  public static <T> List<T> all(List<? extends Supplier<T>> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size(), Parallel::daemon);
    try {
      List<CompletableFuture<T>> futures = new ArrayList<>();
      for (Supplier<T> task : tasks) {
        futures.add(CompletableFuture.supplyAsync(task, threads));
      }
      return join(futures);
    } finally {
      threads.shutdown();
    }
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "persistence-testkit-start");
    thread.setDaemon(true);
    return thread;
  }

  private static <T> List<T> join(List<CompletableFuture<T>> futures) {
    List<T> results = new ArrayList<>();
    RuntimeException first = null;
    for (CompletableFuture<T> future : futures) {
      try {
        results.add(future.join());
      } catch (CompletionException failed) {
        RuntimeException failure =
            failed.getCause() instanceof RuntimeException cause ? cause : failed;
        if (first == null) {
          first = failure;
        } else if (failure != first) {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
    return results;
  }
}
