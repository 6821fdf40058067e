package dev.persistence.cache.internal;

import dev.persistence.cache.CacheTimeoutException;
import dev.persistence.core.Explanation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

/**
 * Work for a thread of a cache that completes a result, which ends in any case: it fails if the
 * work does, and if the cache is closed before the work has begun.
 */
final class Task extends FutureTask<Boolean> {

  private final String cache;
  private final CompletableFuture<?> result;

  Task(String cache, Runnable work, CompletableFuture<?> result) {
    super(work, true);
    this.cache = cache;
    this.result = result;
  }

  @Override
  protected void setException(Throwable failure) {
    super.setException(failure);
    result.completeExceptionally(failure);
  }

  @Override
  protected void done() {
    if (isCancelled()) {
      result.completeExceptionally(
          new CacheTimeoutException(
              new Explanation(
                  "No value from cache \"" + cache + "\"",
                  "the cache was closed before it was loaded",
                  "Close a cache after those who read it"),
              null));
    }
  }
}
