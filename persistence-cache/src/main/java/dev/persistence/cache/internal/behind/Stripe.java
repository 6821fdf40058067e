package dev.persistence.cache.internal.behind;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.WriteBehindCacheConfig;
import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.LogPosition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stripe: callers add operations to its queue, one worker takes them in batches and says what
 * became of them. Thread-safe; the lock is never held while a database, a log or foreign code runs.
 */
final class Stripe<K, V> {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /* Guarded by lock. */
  private final StripeQueue<K, V> queue;
  private boolean stopped;

  /** Takes the places for dirty keys and those for dead letters. */
  Stripe(WriteBehindCacheConfig config, Room room, Room graves) {
    this.queue = new StripeQueue<>(config, room, graves);
  }

  /** Adds the operation if its key is dirty; then it needs no room. */
  Offer offerIfDirty(WriteOperation<K, V> operation) {
    lock.lock();
    try {
      return offered(queue.offerIfDirty(operation));
    } finally {
      lock.unlock();
    }
  }

  /** Adds the operation for which the caller has got a place. */
  Offer offer(WriteOperation<K, V> operation) {
    lock.lock();
    try {
      return offered(queue.offer(operation));
    } finally {
      lock.unlock();
    }
  }

  /** Adds an operation read from the log. */
  Offer offer(WriteOperation<K, V> operation, LogPosition position) {
    lock.lock();
    try {
      return offered(queue.offer(operation, position));
    } finally {
      lock.unlock();
    }
  }

  /** Claims the key for its caller, or adds the operation if someone else has it already. */
  Offer claimOrOffer(WriteOperation<K, V> operation) {
    lock.lock();
    try {
      return offered(queue.claimOrOffer(operation));
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits, if the queue has got something. */
  private Offer offered(Offer offer) {
    if (offer == Offer.ADDED || offer == Offer.REPLACED) {
      changed.signalAll();
    }
    return offer;
  }

  private <T> T told(T change) {
    changed.signalAll();
    return change;
  }

  /** Ends a claim; a claimed operation that was written makes a dead letter of its key obsolete. */
  void release(K key, boolean written) {
    lock.lock();
    try {
      queue.release(key, written);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Optional<WriteOperation<K, V>> waiting(K key) {
    lock.lock();
    try {
      return Optional.ofNullable(queue.newest(key));
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next batch; empty when the stripe is stopped. */
  List<Pending<K, V>> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped) {
        long now = System.nanoTime();
        List<Pending<K, V>> batch = queue.take(now);
        if (!batch.isEmpty()) {
          return batch;
        }
        changed.awaitNanos(queue.waitNanos(now));
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Tells that the batch is written; returns the entries of the log that are obsolete by that. */
  List<LogPosition> written(List<Pending<K, V>> batch) {
    lock.lock();
    try {
      return told(queue.written(batch));
    } finally {
      lock.unlock();
    }
  }

  /** Tells that the batch was not written for a reason that will pass; returns the failures so. */
  int postpone(List<Pending<K, V>> batch) {
    lock.lock();
    try {
      return queue.postpone(batch);
    } finally {
      lock.unlock();
    }
  }

  /** Tells that the operation failed alone, by its own fault. */
  Verdict failed(Pending<K, V> alone, Throwable error) {
    lock.lock();
    try {
      return told(queue.failed(alone, error));
    } finally {
      lock.unlock();
    }
  }

  List<DeadLetter<K, V>> deadLetters() {
    lock.lock();
    try {
      return queue.deadLetters();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the letter; returns its entries in the log, or null if it is none any more. */
  @Nullable List<LogPosition> discard(DeadLetter<K, V> letter) {
    lock.lock();
    try {
      return queue.discard(letter);
    } finally {
      lock.unlock();
    }
  }

  /** Queues the letter's operation again, unless a newer one of its key is on its way. */
  boolean retry(DeadLetter<K, V> letter) {
    lock.lock();
    try {
      return told(queue.retry(letter));
    } finally {
      lock.unlock();
    }
  }

  /** Makes everything due until {@link #endFlush}; returns the last sequence number so far. */
  long beginFlush() {
    lock.lock();
    try {
      queue.schedule().beginFlush();
      return told(queue.lastSequence());
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all up to this sequence number is written or dead. */
  boolean awaitFlushed(long sequence, long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!queue.isDone(sequence)) {
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
      queue.schedule().endFlush();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything, the batch in flight included: another node goes on with the log. */
  void clear() {
    lock.lock();
    try {
      queue.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses what callers offer from now on. */
  void seal() {
    lock.lock();
    try {
      queue.seal();
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

  /** Tells whether nothing waits but what failed alone. */
  boolean isIdle() {
    lock.lock();
    try {
      return queue.isIdle();
    } finally {
      lock.unlock();
    }
  }

  Backlog backlog() {
    lock.lock();
    try {
      return queue.backlog();
    } finally {
      lock.unlock();
    }
  }
}
