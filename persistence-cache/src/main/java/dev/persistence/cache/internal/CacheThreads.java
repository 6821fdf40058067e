package dev.persistence.cache.internal;

import dev.persistence.cache.CacheTimeoutException;
import dev.persistence.core.Explanation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one cache, which come when there is work and go when there is none: for loads, as
 * many as may run at a time, and for asynchronous reads, which wait for loads and so must not take
 * their places.
 *
 * @param loads where loaders run
 * @param reads where asynchronous reads run
 * @param waits how threads wait for each other
 * @param end what ends the threads
 */
public record CacheThreads(Executor loads, Executor reads, Waits waits, Runnable end)
    implements AutoCloseable {

  private static final int QUEUE = 10_000;

  /** Returns threads for a cache. */
  public static CacheThreads of(String cache, int loadConcurrency) {
    ThreadPoolExecutor loads = pool("persistence-cache-load-" + cache, loadConcurrency);
    ThreadPoolExecutor reads = pool("persistence-cache-read-" + cache, loadConcurrency);
    return new CacheThreads(
        loads,
        reads,
        Waits.BLOCKING,
        () -> {
          end(reads);
          end(loads);
        });
  }

  /** Interrupts what runs, and fails what waits. */
  private static void end(ThreadPoolExecutor pool) {
    for (Runnable waiting : pool.shutdownNow()) {
      if (waiting instanceof Task task) {
        task.cancel(false);
      }
    }
  }

  private static ThreadPoolExecutor pool(String name, int size) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Reads for the cache of that name; the future ends in any case, as a {@link Task}'s does. */
  <T extends @Nullable Object> CompletableFuture<T> async(String cache, Supplier<T> read) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      reads.execute(new Task(cache, () -> result.complete(read.get()), result));
    } catch (RejectedExecutionException full) {
      result.completeExceptionally(
          new CacheTimeoutException(
              new Explanation(
                  "No value from cache \"" + cache + "\"",
                  "too many asynchronous reads are waiting already, or the cache is closed",
                  "Look why loads are slow, or raise loadConcurrency"),
              full));
    }
    return result;
  }

  @Override
  public void close() {
    end.run();
  }
}
