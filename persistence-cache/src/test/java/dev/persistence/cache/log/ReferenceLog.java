package dev.persistence.cache.log;

import dev.persistence.core.Explanation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** A log in memory, one {@link Shelf} for all nodes; it can be made to fail. */
public final class ReferenceLog implements WriteLog {

  /** What survives the nodes. */
  public static final class Shelf {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, NavigableMap<LogPosition, LogEntry>> stripes =
        new ConcurrentHashMap<>();
    private final Map<Integer, Object> owners = new ConcurrentHashMap<>();
    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();
    private int count;
    private long last;

    /** Makes an empty one. */
    public Shelf() {}

    private NavigableMap<LogPosition, LogEntry> stripe(int stripe) {
      return stripes.computeIfAbsent(stripe, key -> new TreeMap<>());
    }

    /** Returns how many entries there are. */
    public int size() {
      lock.lock();
      try {
        return stripes.values().stream().mapToInt(Map::size).sum();
      } finally {
        lock.unlock();
      }
    }
  }

  private interface Work<T> {
    T run();
  }

  private final Shelf shelf;

  /** While true, every call fails. */
  public final AtomicBoolean broken = new AtomicBoolean();

  /** While true, acknowledging fails. */
  public final AtomicBoolean deaf = new AtomicBoolean();

  public ReferenceLog(Shelf shelf) {
    this.shelf = shelf;
  }

  private <T> T locked(Work<T> work) {
    if (broken.get()) {
      throw failure();
    }
    shelf.lock.lock();
    try {
      return work.run();
    } finally {
      shelf.lock.unlock();
    }
  }

  private static WriteLogException failure() {
    return new WriteLogException(
        new Explanation("It failed", "it was told to", "Heal it"), null, true);
  }

  @Override
  public String name() {
    return "REFERENCE";
  }

  @Override
  public String lossBound() {
    return "REFERENCE: nothing while the shelf stands";
  }

  @Override
  public void open(int stripes) {
    locked(
        () -> {
          shelf.count = shelf.count == 0 ? stripes : shelf.count;
          if (shelf.count != stripes) {
            throw new IllegalArgumentException(
                "stripes is " + stripes + "; allowed: " + shelf.count);
          }
          return true;
        });
  }

  @Override
  public List<LogPosition> append(int stripe, List<LogEntry> entries) {
    return locked(
        () -> {
          List<LogPosition> positions = new ArrayList<>();
          for (LogEntry entry : entries) {
            LogPosition position = new LogPosition(0, ++shelf.last);
            shelf.stripe(stripe).put(position, entry);
            positions.add(position);
          }
          return positions;
        });
  }

  @Override
  public boolean lease(int stripe, Duration time) {
    return locked(
        () -> {
          Object owner = shelf.owners.get(stripe);
          long now = System.nanoTime();
          if (owner != null && owner != this && shelf.ends.getOrDefault(stripe, now) - now > 0) {
            return false;
          }
          shelf.owners.put(stripe, this);
          shelf.ends.put(stripe, now + time.toNanos());
          return true;
        });
  }

  @Override
  public void release(int stripe) {
    locked(() -> shelf.owners.remove(stripe, this));
  }

  @Override
  public List<LogRecord> first(int stripe, int most) {
    return next(stripe, new LogPosition(0, 0), most);
  }

  @Override
  public List<LogRecord> next(int stripe, LogPosition after, int most) {
    return locked(
        () ->
            shelf.stripe(stripe).tailMap(after, false).entrySet().stream()
                .limit(most)
                .map(each -> new LogRecord(each.getKey(), each.getValue()))
                .toList());
  }

  @Override
  public void acknowledge(int stripe, List<LogPosition> positions) {
    if (deaf.get()) {
      throw failure();
    }
    locked(() -> shelf.stripe(stripe).keySet().removeAll(new HashSet<>(positions)));
  }

  @Override
  public Set<LogPosition> remaining(int stripe, Collection<LogPosition> positions) {
    return locked(
        () -> {
          Set<LogPosition> found = new HashSet<>(positions);
          found.retainAll(shelf.stripe(stripe).keySet());
          return found;
        });
  }

  @Override
  public void close() {
    shelf.owners.values().removeIf(owner -> owner == this);
  }
}
