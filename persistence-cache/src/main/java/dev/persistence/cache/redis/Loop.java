package dev.persistence.cache.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a store: keeps its connections and calls its listeners, in order. */
final class Loop implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final ServerClock clock = new ServerClock();
  private final Duration connectDeadline;
  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  Loop(RedisStoreConfig config) {
    this.connectDeadline = config.connectDeadline();
    this.executor =
        new ScheduledThreadPoolExecutor(
            1, body -> newThread(config.name(), body), new ThreadPoolExecutor.DiscardPolicy());
  }

  private Thread newThread(String name, Runnable body) {
    Thread created = new Thread(body, "persistence-cache-redis-" + name);
    created.setDaemon(true);
    thread = created;
    return created;
  }

  ServerClock clock() {
    return clock;
  }

  Duration connectDeadline() {
    return connectDeadline;
  }

  /** Runs the task on the thread, after those that came before; not at all after the end. */
  @Override
  public void execute(Runnable task) {
    executor.execute(() -> run(task));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A task tells itself how it failed.
  void later(Runnable task, Duration delay) {
    executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs the task on the thread when the stage is complete. */
  <T> void after(CompletionStage<? extends T> stage, BiConsumer<? super T, Throwable> task) {
    stage.whenComplete((result, failure) -> execute(() -> task.accept(result, failure)));
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) { // A listener's defect must not end the announcements.
      LOG.warn("A task of the cache's thread failed; look at its listener", e);
    }
  }

  /** Ends the thread after a last task; waits for that at most a second. */
  void close(Runnable last) throws InterruptedException {
    Runnable end =
        () -> {
          run(last);
          executor.shutdownNow();
        };
    if (Thread.currentThread() == thread) {
      end.run();
    } else {
      executor.execute(end);
      executor.awaitTermination(1, TimeUnit.SECONDS);
      Thread ending = thread;
      if (ending != null) {
        ending.join(1_000);
      }
    }
  }
}
