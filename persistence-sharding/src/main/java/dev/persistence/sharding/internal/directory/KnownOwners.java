package dev.persistence.sharding.internal.directory;

import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is remembered of a directory: owners of keys, and keys without one. Thread-safe. */
public final class KnownOwners {

  /** Nothing is known of the key. */
  public static final int NOT_ASKED = -1;

  /** The key was not in the table, not long ago. */
  public static final int UNKNOWN = -2;

  private static final int MOST_UNKNOWN = 10_000;

  private final LongOwners numbers;
  private final ConcurrentHashMap<Object, Integer> others = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Object, Long> unknown = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();
  private final TimeSource time;
  private final int capacity;
  private final long unknownForNanos;

  /**
   * @param capacity how many owners are remembered
   * @param unknownFor how long it is remembered that a key has none
   */
  public KnownOwners(int capacity, Duration unknownFor, TimeSource time) {
    this.numbers = new LongOwners(capacity);
    this.capacity = capacity;
    this.unknownForNanos = unknownFor.toNanos();
    this.time = time;
  }

  /** Returns the owner, {@link #NOT_ASKED} or {@link #UNKNOWN}. */
  public int get(Object key) {
    if (key instanceof Long number) {
      return get(number.longValue());
    }
    Integer owner = others.get(key);
    return owner != null ? owner : isUnknown(key) ? UNKNOWN : NOT_ASKED;
  }

  /** Returns the same without an object. */
  public int get(long key) {
    int owner = numbers.get(key);
    return owner != LongOwners.NONE ? owner : isUnknown(key) ? UNKNOWN : NOT_ASKED;
  }

  private boolean isUnknown(Object key) {
    Long since = unknown.isEmpty() ? null : unknown.get(key);
    return since != null && time.nanos() - since < unknownForNanos;
  }

  /** Returns what tells whether everything was forgotten since. */
  public long generation() {
    return generation.get();
  }

  /** Remembers an owner unless everything was forgotten since it was asked for. */
  public void put(Object key, int owner, long since) {
    unknown.remove(key);
    if (key instanceof Long number) {
      numbers.put(number, owner);
    } else {
      if (others.size() >= capacity) {
        others.clear();
      }
      others.put(key, owner);
    }
    if (generation.get() != since) {
      clear();
    }
  }

  /** Remembers that the key has no owner. */
  public void putUnknown(Object key) {
    if (unknown.size() >= MOST_UNKNOWN) {
      unknown.clear();
    }
    unknown.put(key, time.nanos());
  }

  /** Forgets everything. */
  public void clear() {
    generation.incrementAndGet();
    numbers.clear();
    others.clear();
    unknown.clear();
  }
}
