package dev.persistence.sharding.internal.scatter;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one shard on their way from the thread that reads them to the one that merges. Holds
 * back the reader while there is more than enough. Thread-safe.
 */
final class Feed {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long mostBytes;

  /* Guarded by lock. */
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private long bytes;
  private boolean ended;
  private boolean abandoned;
  private boolean held;
  private long quietSince = System.nanoTime();
  private @Nullable Throwable failure;
  private @Nullable List<String> labels;

  Feed(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Tells the names of the columns before any row. */
  void columns(List<String> names) {
    lock.lock();
    try {
      labels = names;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds rows, as soon as there is room.
   *
   * @return false if nobody wants any more
   */
  boolean put(Chunk chunk) throws InterruptedException {
    lock.lock();
    try {
      while (!abandoned && bytes > 0 && bytes + chunk.bytes > mostBytes) {
        held = true;
        changed.await();
      }
      held = false;
      if (abandoned) {
        return false;
      }
      chunks.add(chunk);
      bytes += chunk.bytes;
      quietSince = System.nanoTime();
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Says that there are no more rows, for whatever reason; the first word counts. */
  void end(@Nullable Throwable why) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        failure = why;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that no more rows are wanted. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      chunks.clear();
      bytes = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the next rows, or null if there are no more, be it because the shard has failed.
   *
   * @throws TimeoutException if they did not come in time
   */
  @Nullable Chunk take(long nanos) throws InterruptedException, TimeoutException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (chunks.isEmpty() && !ended) {
        if (left <= 0) {
          throw new TimeoutException();
        }
        left = changed.awaitNanos(left);
      }
      Chunk next = chunks.poll();
      if (next != null) {
        bytes -= next.bytes;
        quietSince = System.nanoTime();
        changed.signalAll();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether there would be more rows if there were room for them. */
  boolean isHeld() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** Returns for how long there was room for rows, but none came. */
  long quietNanos() {
    lock.lock();
    try {
      return System.nanoTime() - quietSince;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what the shard failed with, or null if it has not. */
  @Nullable Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the names of the columns, or null if they are not known yet. */
  @Nullable List<String> labels() {
    lock.lock();
    try {
      return labels;
    } finally {
      lock.unlock();
    }
  }
}
