package dev.persistence.sharding.internal.directory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Numbers with their owners, up to a number of them: a look-up takes no lock and makes no object.
 *
 * <p><b>Design.</b> Open addressing in two arrays of one length, a power of two. A key is written
 * before its owner, which is published with release semantics; who reads the owner first, with
 * acquire semantics, sees its key. An owner is read once and answered if it is the key's, since an
 * empty place may be taken by another key the moment after. Nothing is ever removed but everything
 * at once. Thread-safe.
 */
final class LongOwners {

  static final int NONE = -1;

  private static final VarHandle OWNER = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int LEAST = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final int most;
  private volatile Table table = new Table(LEAST);
  private int size;

  LongOwners(int most) {
    this.most = most;
  }

  /** Returns the owner, or {@link #NONE} if it is not known. */
  int get(long key) {
    return table.get(key);
  }

  /** Adds an owner; forgets all others if there are too many. */
  void put(long key, int owner) {
    lock.lock();
    try {
      if (size >= most) {
        clear();
      }
      Table now = table;
      if (2 * (size + 1) > now.keys.length) {
        now = now.grown();
      }
      if (now.put(key, owner)) {
        size++;
      }
      table = now;
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      table = new Table(LEAST);
      size = 0;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** Written by one thread at a time. Owners are kept as one more, so that 0 is an empty place. */
  private static final class Table {
    final long[] keys;
    final int[] owners;

    Table(int length) {
      keys = new long[length];
      owners = new int[length];
    }

    private int first(long key) {
      return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (keys.length - 1);
    }

    private int next(int place) {
      return (place + 1) & (keys.length - 1);
    }

    int get(long key) {
      int place = first(key);
      int owner = (int) OWNER.getAcquire(owners, place);
      while (owner != 0 && keys[place] != key) {
        place = next(place);
        owner = (int) OWNER.getAcquire(owners, place);
      }
      return owner - 1;
    }

    /** Returns whether the key is new. */
    boolean put(long key, int owner) {
      int place = first(key);
      while (owners[place] != 0 && keys[place] != key) {
        place = next(place);
      }
      boolean empty = owners[place] == 0;
      keys[place] = key;
      OWNER.setRelease(owners, place, owner + 1);
      return empty;
    }

    Table grown() {
      Table larger = new Table(2 * keys.length);
      for (int i = 0; i < keys.length; i++) {
        if (owners[i] != 0) {
          larger.put(keys[i], owners[i] - 1);
        }
      }
      return larger;
    }
  }
}
