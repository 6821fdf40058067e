package dev.persistence.cache.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How a thread of the cache's user waits; another way is for tests that decide who runs when. */
public interface Waits {

  /** Blocks the thread. */
  Waits BLOCKING = new Waits() {};

  /** Waits for the result, as long as that. */
  default <T extends @Nullable Object> T await(CompletableFuture<T> result, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    return result.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }
}
