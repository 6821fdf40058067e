package dev.persistence.cache.internal.behind;

import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.LogPosition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The operations of a stripe that this node has appended to the log and that are not written yet,
 * the newest of each key. Each key has a place in the room. Thread-safe.
 */
final class Pins<K, V> {

  private record Pin<K, V>(
      WriteOperation<K, V> operation, LogPosition position, long sequence, long sinceNanos) {}

  private final Room room;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /* Guarded by lock. */
  private final Map<K, Pin<K, V>> pins = new LinkedHashMap<>();
  private final Map<LogPosition, K> keys = new HashMap<>();
  private long lastSequence;

  Pins(Room room) {
    this.room = room;
  }

  boolean isPinned(K key) {
    lock.lock();
    try {
      return pins.containsKey(key);
    } finally {
      lock.unlock();
    }
  }

  Optional<WriteOperation<K, V>> newest(K key) {
    lock.lock();
    try {
      return Optional.ofNullable(pins.get(key)).map(Pin::operation);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Pins an operation; to be called in the order of positions.
   *
   * @param hasPlace whether its caller has got a place for its key
   */
  void pin(WriteOperation<K, V> operation, LogPosition position, boolean hasPlace) {
    lock.lock();
    try {
      Pin<K, V> older = pins.remove(operation.key());
      long since = older == null ? System.nanoTime() : older.sinceNanos();
      pins.put(operation.key(), new Pin<>(operation, position, ++lastSequence, since));
      keys.put(position, operation.key());
      if (older != null) {
        keys.remove(older.position());
        if (hasPlace) {
          room.leave();
        }
      } else if (!hasPlace) {
        room.force();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the pins of operations that are written. */
  void unpin(Collection<LogPosition> written) {
    lock.lock();
    try {
      for (LogPosition position : written) {
        K key = keys.remove(position);
        if (key != null) {
          pins.remove(key);
          room.leave();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the positions of those that have waited longest. */
  List<LogPosition> oldest(int most, long pinnedBeforeNanos) {
    lock.lock();
    try {
      return pins.values().stream()
          .filter(pin -> pin.sinceNanos() - pinnedBeforeNanos < 0)
          .limit(most)
          .map(Pin::position)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the last sequence number so far. */
  long mark() {
    lock.lock();
    try {
      return lastSequence;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all up to this sequence number is written, or replaced by newer ones. */
  boolean awaitGone(long sequence, long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!pins.isEmpty() && pins.values().iterator().next().sequence() <= sequence) {
        if (changed.awaitNanos(deadlineNanos - System.nanoTime()) <= 0) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the operation at this position is written, or replaced by a newer one. */
  boolean awaitGone(LogPosition position, long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (keys.containsKey(position)) {
        if (changed.awaitNanos(deadlineNanos - System.nanoTime()) <= 0) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  Backlog backlog() {
    lock.lock();
    try {
      Long oldest =
          pins.values().stream()
              .map(Pin::sinceNanos)
              .reduce((a, b) -> a - b < 0 ? a : b)
              .orElse(null);
      return new Backlog(pins.size(), oldest, 0, 0);
    } finally {
      lock.unlock();
    }
  }
}
