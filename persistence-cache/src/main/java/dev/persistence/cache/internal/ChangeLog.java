package dev.persistence.cache.internal;

import dev.persistence.cache.store.Tombstone;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last change of each id, oldest first, for a time and up to a number; it knows whether it had
 * to forget one too early. Thread-safe.
 */
final class ChangeLog {

  private static final int MOST = 10_000;

  /** A change of some ids; told from another by identity, though they be of one instant. */
  static final class Change {

    /** Where in the database's history it is. */
    final String position;

    final long atNanos;

    /** Whether it may become visible later still. */
    final boolean open;

    Change(String position, long atNanos, boolean open) {
      this.position = position;
      this.atNanos = atNanos;
      this.open = open;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, Change> changes = new LinkedHashMap<>();
  private final CoarseClock clock;
  private final long keepNanos;
  private @Nullable Change ofAll;

  /** Stands for all changes that were dropped before their time. */
  private @Nullable Change forgotten;

  private volatile boolean empty = true;

  ChangeLog(CoarseClock clock, Duration keep) {
    this.clock = clock;
    this.keepNanos = keep.toNanos();
  }

  void add(Collection<String> ids, Change change) {
    lock.lock();
    try {
      for (String id : ids) {
        Change last = changes.remove(id);
        changes.put(id, last == null ? change : later(last, change));
      }
      trim();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a change of all ids, or of nobody knows which. */
  void addToAll(Change change) {
    lock.lock();
    try {
      ofAll = ofAll == null || isOver(ofAll) ? change : later(ofAll, change);
      empty = false;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether there was a change of all ids. */
  boolean isOfAll() {
    lock.lock();
    try {
      return ofAll != null && !isOver(ofAll);
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver(Change change) {
    return clock.now() - change.atNanos > keepNanos;
  }

  /**
   * Two changes whose positions differ are a change of unknown position, and stay open if one is.
   */
  private static Change later(Change last, Change next) {
    boolean same = last.position.equals(next.position);
    return new Change(
        same ? next.position : Tombstone.UNKNOWN, next.atNanos, last.open || next.open);
  }

  void addAll(ChangeLog other) {
    Map<String, Change> copy = other.first(MOST);
    boolean incomplete = other.hasForgotten() || other.isOfAll();
    lock.lock();
    try {
      copy.forEach(changes::putIfAbsent);
      if (incomplete) {
        forgotten = anyChange();
      }
      trim();
    } finally {
      lock.unlock();
    }
  }

  private Change anyChange() {
    return new Change(Tombstone.UNKNOWN, clock.now(), false);
  }

  private void trim() {
    Iterator<Change> oldest = changes.values().iterator();
    while (oldest.hasNext()) {
      boolean over = isOver(oldest.next());
      if (!over && changes.size() <= MOST) {
        break;
      }
      if (!over) {
        forgotten = anyChange();
      }
      oldest.remove();
    }
    ofAll = ofAll == null || isOver(ofAll) ? null : ofAll;
    forgotten = forgotten == null || isOver(forgotten) ? null : forgotten;
    empty = changes.isEmpty() && forgotten == null && ofAll == null;
  }

  /** Returns up to that many changes, oldest first. */
  Map<String, Change> first(int most) {
    Map<String, Change> first = new LinkedHashMap<>();
    lock.lock();
    try {
      trim();
      for (Map.Entry<String, Change> one : changes.entrySet()) {
        if (first.size() == most) {
          break;
        }
        first.put(one.getKey(), one.getValue());
      }
    } finally {
      lock.unlock();
    }
    return first;
  }

  /** Removes the changes that are still the last ones. */
  void remove(Map<String, Change> done) {
    lock.lock();
    try {
      done.forEach(changes::remove);
      empty = changes.isEmpty() && forgotten == null && ofAll == null;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a change was dropped before its time. */
  boolean hasForgotten() {
    return forgotten() != null;
  }

  /** Returns what stands for the changes that were dropped before their time, or null. */
  @Nullable Change forgotten() {
    lock.lock();
    try {
      return forgotten == null || isOver(forgotten) ? null : forgotten;
    } finally {
      lock.unlock();
    }
  }

  /** Counts every id as changed. */
  void forgetAll() {
    lock.lock();
    try {
      forgotten = anyChange();
      empty = false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the forgetting unless more was forgotten since. */
  void remembersAgain(Change since) {
    lock.lock();
    try {
      if (since.equals(forgotten)) {
        forgotten = null;
        empty = changes.isEmpty() && ofAll == null;
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    return empty;
  }

  /** Tells whether there is a change of the id, or may have been one. */
  boolean has(String id) {
    return !empty && (find(id) != null || hasForgotten());
  }

  boolean isOpen(String id) {
    Change change = empty ? null : find(id);
    return change != null && change.open;
  }

  /** Returns the positions of the last changes of the id. */
  Collection<String> positions(String id) {
    if (empty) {
      return List.of();
    }
    lock.lock();
    try {
      return Stream.of(Optional.ofNullable(changes.get(id)), Optional.ofNullable(ofAll))
          .flatMap(Optional::stream)
          .filter(change -> !isOver(change))
          .map(change -> change.position)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Change find(String id) {
    lock.lock();
    try {
      Change change = changes.get(id);
      return change == null || isOver(change) ? null : change;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return changes.size();
    } finally {
      lock.unlock();
    }
  }
}
