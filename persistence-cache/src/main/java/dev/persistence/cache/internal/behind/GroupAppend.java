package dev.persistence.cache.internal.behind;

import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.LogEntry;
import dev.persistence.cache.log.LogPosition;
import dev.persistence.cache.log.WriteLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends the operations of many callers to one stripe of the log, in one order.
 *
 * <p>One caller at a time appends what all that wait have brought, and pins it, while the next ones
 * gather: so a flush of the log's disk serves many callers, and pins come in the order of the log.
 * Thread-safe; the lock is not held during an append.
 */
final class GroupAppend<K, V> {

  private static final int MOST_AT_ONCE = 500;

  /** What one caller has brought. Its fields are guarded by the lock. */
  static final class Ticket<K, V> {
    private final WriteOperation<K, V> operation;
    private final LogEntry entry;
    private final boolean hasPlace;
    private @Nullable LogPosition position;
    private @Nullable Throwable failure;

    Ticket(WriteOperation<K, V> operation, LogEntry entry, boolean hasPlace) {
      this.operation = operation;
      this.entry = entry;
      this.hasPlace = hasPlace;
    }

    private boolean isDone() {
      return position != null || failure != null;
    }

    /** Returns where it stands; null if that failed. */
    @Nullable LogPosition position() {
      return position;
    }

    @Nullable Throwable failure() {
      return failure;
    }

    boolean hasPlace() {
      return hasPlace;
    }
  }

  private final WriteLog log;
  private final int stripe;
  private final Pins<K, V> pins;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /* Guarded by lock. */
  private final Queue<Ticket<K, V>> waiting = new ArrayDeque<>();
  private boolean leading;

  GroupAppend(WriteLog log, int stripe, Pins<K, V> pins) {
    this.log = log;
    this.stripe = stripe;
    this.pins = pins;
  }

  /** Returns when the ticket has a position or a failure. */
  void append(Ticket<K, V> own) {
    List<Ticket<K, V>> group = join(own);
    while (!group.isEmpty()) {
      appendAll(group);
      group = next(own);
    }
  }

  private List<Ticket<K, V>> join(Ticket<K, V> own) {
    lock.lock();
    try {
      waiting.add(own);
      return lead(own);
    } finally {
      lock.unlock();
    }
  }

  private List<Ticket<K, V>> next(Ticket<K, V> own) {
    lock.lock();
    try {
      leading = false;
      changed.signalAll();
      return lead(own);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the own ticket or the lead; returns what to append, nothing if it is done. */
  private List<Ticket<K, V>> lead(Ticket<K, V> own) {
    while (leading && !own.isDone()) {
      changed.awaitUninterruptibly();
    }
    List<Ticket<K, V>> group = new ArrayList<>();
    if (!own.isDone()) {
      leading = true;
      while (group.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
        group.add(waiting.remove());
      }
    }
    return group;
  }

  private void appendAll(List<Ticket<K, V>> group) {
    List<LogPosition> positions = new ArrayList<>();
    List<LogEntry> entries = group.stream().map(ticket -> ticket.entry).toList();
    Throwable failure = Failure.of(() -> positions.addAll(log.append(stripe, entries)));
    for (int i = 0; failure == null && i < group.size(); i++) {
      Ticket<K, V> ticket = group.get(i);
      pins.pin(ticket.operation, positions.get(i), ticket.hasPlace);
    }
    lock.lock();
    try {
      for (int i = 0; i < group.size(); i++) {
        Ticket<K, V> ticket = group.get(i);
        ticket.failure = failure;
        if (failure == null) {
          ticket.position = positions.get(i);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
