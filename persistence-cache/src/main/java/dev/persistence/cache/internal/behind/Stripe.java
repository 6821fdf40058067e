package dev.persistence.cache.internal.behind;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.WriteBehindCacheConfig;
import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.LogPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one stripe: callers add operations, one worker takes them in batches and says what
 * became of them. Thread-safe; the lock is never held while a database, a log or foreign code runs.
 *
 * <p>Who takes a place in the {@link Room} is the key, not the operation: it does so when it
 * becomes dirty and leaves when it is clean again. A key that a caller writes through is
 * <em>claimed</em>: the worker leaves it alone until the caller is done, while newer operations of
 * it may queue.
 */
final class Stripe<K, V> {

  /** What became of an operation that failed alone. */
  enum Verdict {
    /** A newer operation of the key has taken its place. */
    REPLACED,
    /** It is tried again later. */
    SUSPECT,
    /** It is a dead letter. */
    DEAD
  }

  private final WriteBehindCacheConfig config;
  private final Room room;
  private final Backoff backoff;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /* Guarded by lock. */
  private DirtyKeys<K, V> keys = new DirtyKeys<>();
  private final Set<K> claimed = new HashSet<>();
  private final Graveyard<K, V> graves;
  private long lastSequence;
  private int flushes;
  private int failures;
  private long pausedUntilNanos = System.nanoTime();
  private boolean suspectsTurn;
  private boolean cleared;
  private boolean sealed;
  private boolean stopped;

  /** Takes the places for dirty keys and those for dead letters. */
  Stripe(WriteBehindCacheConfig config, Room room, Room graves) {
    this.config = config;
    this.room = room;
    this.graves = new Graveyard<>(graves);
    this.backoff = new Backoff(config.backoffBase(), config.backoffCap());
  }

  private Pending<K, V> pending(WriteOperation<K, V> operation, List<LogPosition> entries) {
    return new Pending<>(operation, ++lastSequence, System.nanoTime(), 0, 0, entries);
  }

  /** Adds the operation if its key is dirty; then it needs no room. */
  Offer offerIfDirty(WriteOperation<K, V> operation) {
    lock.lock();
    try {
      requireOpen();
      return keys.isDirty(operation.key()) ? add(pending(operation, List.of())) : Offer.REFUSED;
    } finally {
      lock.unlock();
    }
  }

  /** Adds the operation for which the caller has got a place. */
  Offer offer(WriteOperation<K, V> operation) {
    lock.lock();
    try {
      if (sealed || keys.isDirty(operation.key())) {
        room.leave();
      }
      requireOpen();
      return add(pending(operation, List.of()));
    } finally {
      lock.unlock();
    }
  }

  /** Adds an operation read from the log. */
  Offer offer(WriteOperation<K, V> operation, LogPosition position) {
    lock.lock();
    try {
      if (!keys.isDirty(operation.key())) {
        room.force();
      }
      return add(pending(operation, new ArrayList<>(List.of(position))));
    } finally {
      lock.unlock();
    }
  }

  /** Claims the key for its caller, or adds the operation if someone else has it already. */
  Offer claimOrOffer(WriteOperation<K, V> operation) {
    lock.lock();
    try {
      requireOpen();
      if (!keys.isDirty(operation.key())) {
        if (claimed.add(operation.key())) {
          return Offer.CLAIMED;
        }
        room.force();
      }
      return add(pending(operation, List.of()));
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (sealed) {
      throw new IllegalStateException(
          "write-behind \"" + config.name() + "\" is closed; it takes no more writes");
    }
  }

  private Offer add(Pending<K, V> newest) {
    boolean replaced = keys.add(newest);
    changed.signalAll();
    return replaced ? Offer.REPLACED : Offer.ADDED;
  }

  /** Ends a claim; a claimed operation that was written makes a dead letter of its key obsolete. */
  void release(K key, boolean written) {
    lock.lock();
    try {
      claimed.remove(key);
      if (written) {
        graves.exhume(key);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Optional<WriteOperation<K, V>> waiting(K key) {
    lock.lock();
    try {
      return Optional.ofNullable(keys.newest(key)).map(Pending::operation);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next batch; empty when the stripe is stopped. */
  List<Pending<K, V>> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped) {
        cleared = false;
        long now = System.nanoTime();
        List<Pending<K, V>> batch = pausedUntilNanos - now > 0 ? List.of() : due(now);
        if (!batch.isEmpty()) {
          return batch;
        }
        changed.awaitNanos(waitNanos(now));
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Suspects and batches take turns, so that neither waits for all of the other. */
  private List<Pending<K, V>> due(long now) {
    suspectsTurn = !suspectsTurn;
    List<Pending<K, V>> batch = suspectsTurn ? keys.takeSuspect(now, claimed) : batchIfDue(now);
    if (!batch.isEmpty()) {
      return batch;
    }
    return suspectsTurn ? batchIfDue(now) : keys.takeSuspect(now, claimed);
  }

  private List<Pending<K, V>> batchIfDue(long now) {
    Long first = keys.firstArrivalNanos();
    boolean due =
        flushes > 0
            || keys.hasFront()
            || keys.arrivedCount() >= config.batchSize()
            || (first != null && now - first >= config.maxAge().toNanos());
    return due ? keys.take(config.batchSize(), claimed) : List.of();
  }

  /** Returns after how long time makes something due; what is due already is claimed. */
  private long waitNanos(long now) {
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

  /** Tells that the batch is written; returns the entries of the log that are obsolete by that. */
  List<LogPosition> written(List<Pending<K, V>> batch) {
    lock.lock();
    try {
      failures = 0;
      List<LogPosition> obsolete = new ArrayList<>();
      if (!cleared) {
        for (Pending<K, V> each : batch) {
          obsolete.addAll(graves.exhume(each.key()));
          land(each.key());
        }
        changed.signalAll();
      }
      return obsolete;
    } finally {
      lock.unlock();
    }
  }

  private void land(K key) {
    if (keys.landed(key)) {
      room.leave();
    }
  }

  /** Tells that the batch was not written for a reason that will pass; returns the failures so. */
  int postpone(List<Pending<K, V>> batch) {
    lock.lock();
    try {
      failures++;
      pausedUntilNanos = System.nanoTime() + backoff.pauseNanos(failures);
      if (!cleared) {
        keys.bringBack(batch);
      }
      return failures;
    } finally {
      lock.unlock();
    }
  }

  /** Tells that the operation failed alone, by its own fault. */
  Verdict failed(Pending<K, V> alone, Throwable error) {
    lock.lock();
    try {
      failures = 0;
      if (cleared || keys.replaced(alone)) {
        return Verdict.REPLACED;
      }
      int attempts = alone.attempts() + 1;
      Pending<K, V> failed = alone.failed(System.nanoTime() + backoff.pauseNanos(attempts));
      if (attempts >= config.maxAttempts() && graves.bury(failed, error)) {
        room.leave();
        changed.signalAll();
        return Verdict.DEAD;
      }
      keys.suspect(failed);
      return Verdict.SUSPECT;
    } finally {
      lock.unlock();
    }
  }

  List<DeadLetter<K, V>> deadLetters() {
    lock.lock();
    try {
      return graves.letters();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the letter; returns its entries in the log, or null if it is none any more. */
  @Nullable List<LogPosition> discard(DeadLetter<K, V> letter) {
    lock.lock();
    try {
      return graves.find(letter) == null ? null : graves.exhume(letter.operation().key());
    } finally {
      lock.unlock();
    }
  }

  /** Queues the letter's operation again, unless a newer one of its key is on its way. */
  boolean retry(DeadLetter<K, V> letter) {
    lock.lock();
    try {
      Pending<K, V> found = graves.find(letter);
      K key = letter.operation().key();
      if (found == null || keys.isDirty(key) || claimed.contains(key)) {
        return false;
      }
      graves.exhume(key);
      room.force();
      add(pending(found.operation(), found.entries()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Makes everything due until {@link #endFlush}; returns the last sequence number so far. */
  long beginFlush() {
    lock.lock();
    try {
      flushes++;
      changed.signalAll();
      return lastSequence;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all up to this sequence number is written or dead. */
  boolean awaitFlushed(long sequence, long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (keys.oldestSequence() <= sequence) {
        if (changed.awaitNanos(deadlineNanos - System.nanoTime()) <= 0) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void endFlush() {
    lock.lock();
    try {
      flushes--;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything, the batch in flight included: another node goes on with the log. */
  void clear() {
    lock.lock();
    try {
      for (int i = keys.size(); i > 0; i--) {
        room.leave();
      }
      keys = new DirtyKeys<>();
      graves.clear();
      cleared = true;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses what callers offer from now on. */
  void seal() {
    lock.lock();
    try {
      sealed = true;
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Backlog backlog() {
    lock.lock();
    try {
      return new Backlog(keys.size(), keys.oldestNanos(), graves.letters().size(), failures);
    } finally {
      lock.unlock();
    }
  }
}
