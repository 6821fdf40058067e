package dev.persistence.cache.internal.behind;

import dev.persistence.cache.WriteBehindCacheConfig;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a stripe's next batch is due, and of which keys: by their number or age, at once while
 * somebody flushes, and not at all during the pause after a failure that will pass. Guarded by its
 * stripe's lock.
 */
final class Schedule<K, V> {

  private final WriteBehindCacheConfig config;
  private final Backoff backoff;
  private int flushes;
  private int failures;
  private long pausedUntilNanos = System.nanoTime();
  private boolean suspectsTurn;

  Schedule(WriteBehindCacheConfig config) {
    this.config = config;
    this.backoff = new Backoff(config.backoffBase(), config.backoffCap());
  }

  void beginFlush() {
    flushes++;
  }

  void endFlush() {
    flushes--;
  }

  /** Returns how many batches in a row failed for a reason that will pass. */
  int failures() {
    return failures;
  }

  void reached() {
    failures = 0;
  }

  /** Pauses the stripe. */
  void pause() {
    failures++;
    pausedUntilNanos = System.nanoTime() + backoff.pauseNanos(failures);
  }

  /** Returns when an operation that failed alone so often may be tried again. */
  long notBeforeNanos(int attempts) {
    return System.nanoTime() + backoff.pauseNanos(attempts);
  }

  /** Takes what is due into flight; suspects and batches take turns, so that neither waits long. */
  List<Pending<K, V>> takeDue(DirtyKeys<K, V> keys, Set<K> except, long now) {
    if (pausedUntilNanos - now > 0) {
      return List.of();
    }
    suspectsTurn = !suspectsTurn;
    List<Pending<K, V>> batch = suspectsTurn ? keys.takeSuspect(now) : takeBatch(keys, except, now);
    if (!batch.isEmpty()) {
      return batch;
    }
    return suspectsTurn ? takeBatch(keys, except, now) : keys.takeSuspect(now);
  }

  private List<Pending<K, V>> takeBatch(DirtyKeys<K, V> keys, Set<K> except, long now) {
    Long first = keys.firstArrivalNanos();
    boolean due =
        flushes > 0
            || keys.hasFront()
            || keys.arrivedCount() >= config.batchSize()
            || (first != null && now - first >= config.maxAge().toNanos());
    return due ? keys.take(config.batchSize(), except) : List.of();
  }

  /** Returns after how long time makes something due; what is due already is claimed. */
  long waitNanos(DirtyKeys<K, V> keys, long now) {
    if (pausedUntilNanos - now > 0) {
      return pausedUntilNanos - now;
    }
    long wait = sooner(Long.MAX_VALUE, keys.firstArrivalNanos(), config.maxAge().toNanos() - now);
    return sooner(wait, keys.firstSuspectNanos(), -now);
  }

  /** Ignores what is due already and was not taken: the end of its claim is a change. */
  private static long sooner(long wait, @Nullable Long since, long add) {
    long left = since == null ? 0 : since + add;
    return left > 0 ? Math.min(wait, left) : wait;
  }
}
