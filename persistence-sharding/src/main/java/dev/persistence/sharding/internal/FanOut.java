package dev.persistence.sharding.internal;

import dev.persistence.core.consistency.ConsistencyContext;
import dev.persistence.sharding.FanOutResult;
import dev.persistence.sharding.ShardAction;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Does work on every shard, so many at a time. Used by one thread. */
public final class FanOut<T extends @Nullable Object> {

  private final Executor executor;
  private final Semaphore places;
  private final ShardAction<T> action;
  private final Map<String, T> done = new LinkedHashMap<>();
  private final Map<String, Throwable> failed = new LinkedHashMap<>();

  public FanOut(Executor executor, int mostAtOnce, ShardAction<T> action) {
    this.executor = executor;
    this.places = new Semaphore(mostAtOnce);
    this.action = action;
  }

  /** Returns when the work is done, or has failed, everywhere; an interrupt ends it where it is. */
  public FanOutResult<T> run(List<Shard> shards) {
    Map<String, FutureTask<T>> begun = new LinkedHashMap<>();
    for (Shard shard : shards) {
      try {
        places.acquire();
        begun.put(shard.name(), begin(shard));
      } catch (RejectedExecutionException closed) {
        places.release();
        failed.put(shard.name(), closed);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt(); // So that none of the others is begun, either.
        failed.put(shard.name(), interrupted);
      }
    }
    begun.forEach(this::await);
    return new FanOutResult<>(done, failed);
  }

  private FutureTask<T> begin(Shard shard) {
    FutureTask<T> task = new FutureTask<>(work(shard));
    executor.execute(
        () -> {
          try {
            task.run();
          } finally {
            places.release();
          }
        });
    return task;
  }

  private Callable<T> work(Shard shard) {
    return ConsistencyContext.capture()
        .wrapCallable(
            () -> {
              try (Connection connection = shard.dataSource().getConnection()) {
                return action.run(shard.name(), connection);
              }
            });
  }

  private void await(String shard, FutureTask<T> task) {
    try {
      done.put(shard, task.get());
    } catch (InterruptedException interrupted) {
      task.cancel(true);
      failed.put(shard, interrupted);
      Thread.currentThread().interrupt();
    } catch (ExecutionException failure) {
      failed.put(shard, failure.getCause() == null ? failure : failure.getCause());
    }
  }
}
