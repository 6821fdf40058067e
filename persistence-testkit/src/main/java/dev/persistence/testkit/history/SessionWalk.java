package dev.persistence.testkit.history;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the operations of one session after another, keeps what they demand of later ones,
 * and counts the operations that fall short. Not thread-safe.
 */
final class SessionWalk {

  /* What is kept for each key: the session it is of, its highest write and read, a place in the versions. */
  private static final int WIDTH = 4;
  private static final int WRITTEN = 1;
  private static final int READ = 2;
  private static final int PLACE = 3;

  private final @Nullable KeyVersions versions;
  private final long[] keys;
  private final Map<Guarantee, Long> counts = new EnumMap<>(Guarantee.class);

  private SessionHistory current;
  private int session = 0;
  private long written;
  private long read;

  private @Nullable Operation first;
  private @Nullable Guarantee broken;

  /**
   * @param histories at least one
   * @param versions given if the versions of different keys can be compared
   */
  SessionWalk(List<SessionHistory> histories, int keys, @Nullable KeyVersions versions) {
    this.versions = versions;
    this.keys = new long[Math.multiplyExact(keys, WIDTH)];
    this.current = histories.get(0);
    histories.forEach(this::walk);
  }

  Map<Guarantee, Long> counts() {
    return counts;
  }

  /** Returns the offending operation that ended first, or null if there is none. */
  @Nullable Operation first() {
    return first;
  }

  /** Returns what {@link #first} violates; null if there is none. */
  @Nullable Guarantee broken() {
    return broken;
  }

  private void walk(SessionHistory history) {
    OperationLog log = history.log();
    current = history;
    session++;
    written = 0;
    read = 0;
    for (int i = 0; i < log.size(); i++) {
      long packed = log.packed(i);
      int kind = OperationLog.kindOf(packed);
      if (kind == OperationLog.UNKNOWN_WRITE) {
        continue;
      }
      int key = OperationLog.keyOf(packed);
      int cell = cellOf(key);
      if (kind == OperationLog.WRITE) {
        checkWrite(i, cell, log.version(i));
      } else {
        checkRead(i, key, log.version(i));
      }
    }
  }

  private int cellOf(int key) {
    int cell = key * WIDTH;
    if (keys[cell] != session) {
      keys[cell] = session;
      keys[cell + WRITTEN] = 0;
      keys[cell + READ] = -1;
      keys[cell + PLACE] = versions == null ? 0 : versions.first(key);
    }
    return cell;
  }

  private void checkWrite(int operation, int cell, long version) {
    if (version <= keys[cell + WRITTEN] || (versions != null && version < written)) {
      violation(Guarantee.MONOTONIC_WRITES, operation);
    }
    if (version <= keys[cell + READ] || (versions != null && version < read)) {
      violation(Guarantee.WRITES_FOLLOW_READS, operation);
    }
    keys[cell + WRITTEN] = Math.max(keys[cell + WRITTEN], version);
    written = Math.max(written, version);
  }

  private void checkRead(int operation, int key, long version) {
    int cell = key * WIDTH;
    long missed = missedBy(key, version);
    if (version < keys[cell + WRITTEN] || missed <= written) {
      violation(Guarantee.READ_YOUR_WRITES, operation);
    }
    if (version < keys[cell + READ] || missed <= read) {
      violation(Guarantee.MONOTONIC_READS, operation);
    }
    keys[cell + READ] = Math.max(keys[cell + READ], version);
    read = Math.max(read, version);
  }

  /** Returns the oldest version of the key that a read of this version did not see. */
  private long missedBy(int key, long version) {
    if (versions == null || (version >= written && version >= read)) {
      return Long.MAX_VALUE;
    }
    int cell = key * WIDTH;
    int place = versions.after(key, version, (int) keys[cell + PLACE]);
    keys[cell + PLACE] = place;
    return versions.at(key, place);
  }

  private void violation(Guarantee guarantee, int operation) {
    counts.merge(guarantee, 1L, Long::sum);
    if (first == null || current.log().end(operation) < first.end()) {
      first = new Operation(current, operation);
      broken = guarantee;
    }
  }
}
