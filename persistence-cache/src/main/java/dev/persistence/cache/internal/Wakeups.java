package dev.persistence.cache.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Who waits for a change of an id, for a value that another node loads. Thread-safe. */
final class Wakeups {

  private final ConcurrentHashMap<String, CompletableFuture<Boolean>> waiting =
      new ConcurrentHashMap<>();
  private final Waits waits;

  Wakeups(Waits waits) {
    this.waits = waits;
  }

  /** Waits for a change of one of the ids, as long as that or a little less. */
  void await(Collection<String> ids, long nanos) throws InterruptedException {
    Map<String, CompletableFuture<Boolean>> mine = new HashMap<>();
    CompletableFuture<Boolean> any = new CompletableFuture<>();
    for (String id : ids) {
      CompletableFuture<Boolean> next =
          waiting.computeIfAbsent(id, first -> new CompletableFuture<>());
      mine.put(id, next);
      var unused = next.thenRun(() -> any.complete(true));
    }
    try {
      waits.await(any, nanos);
    } catch (TimeoutException | ExecutionException over) { // Then it is time to look by oneself.
      return;
    } finally {
      mine.forEach(waiting::remove);
    }
  }

  void changed(String id) {
    CompletableFuture<Boolean> next = waiting.isEmpty() ? null : waiting.remove(id);
    if (next != null) {
      next.complete(true);
    }
  }
}
