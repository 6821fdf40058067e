package dev.persistence.testkit.history;

import java.util.Arrays;

/**
 * The operations of one session, four longs each: version, start, end, and what is left packed into
 * one (key 32 bits, node 30, kind 2). Not thread-safe.
 */
final class OperationLog {

  static final int READ = 0;
  static final int WRITE = 1;
  static final int UNKNOWN_WRITE = 2;

  /** The version of an unknown write whose version is unknown too. */
  static final long NO_VERSION = -1;

  private static final int WIDTH = 4;

  private long[] cells = new long[WIDTH * 16];
  private int size;
  private boolean unknownWrites;

  int size() {
    return size;
  }

  /** Appends an operation whose {@link #times} are already there. */
  void append(int kind, int key, int node, long version) {
    int cell = size * WIDTH;
    cells[cell] = version;
    cells[cell + 3] = ((long) key << 32) | ((long) node << 2) | kind;
    unknownWrites |= kind == UNKNOWN_WRITE;
    size++;
  }

  boolean hasUnknownWrites() {
    return unknownWrites;
  }

  /** Stores the times of the operation to be appended next. */
  void times(long start, long end) {
    int cell = size * WIDTH;
    if (cell == cells.length) {
      cells = Arrays.copyOf(cells, Math.multiplyExact(cell, 2));
    }
    cells[cell + 1] = start;
    cells[cell + 2] = end;
  }

  long version(int operation) {
    return cells[operation * WIDTH];
  }

  long start(int operation) {
    return cells[operation * WIDTH + 1];
  }

  long end(int operation) {
    return cells[operation * WIDTH + 2];
  }

  /** Returns key, node and kind in one; {@link #keyOf} and its siblings take it apart. */
  long packed(int operation) {
    return cells[operation * WIDTH + 3];
  }

  static int keyOf(long packed) {
    return (int) (packed >>> 32);
  }

  static int nodeOf(long packed) {
    return (int) (packed >>> 2) & 0x3FFF_FFFF;
  }

  static int kindOf(long packed) {
    return (int) packed & 3;
  }
}
