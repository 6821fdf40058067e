package dev.persistence.testkit.history;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The versions that each key is known to have had, ascending: those of its committed writes, and
 * those that were read where the outcome of a write is unknown. Immutable.
 */
final class KeyVersions {

  private final long[] versions;

  /** Where the versions of each key begin; those of the last one end at the last entry. */
  private final int[] bounds;

  private KeyVersions(long[] versions, int[] bounds) {
    this.versions = versions;
    this.bounds = bounds;
  }

  static KeyVersions of(List<SessionHistory> histories, int keys) {
    BitSet doubtful = keysWithUnknownWrites(histories);
    int[] bounds = new int[keys + 1];
    for (SessionHistory history : histories) {
      OperationLog log = history.log();
      for (int i = 0; i < log.size(); i++) {
        if (counts(log.packed(i), doubtful)) {
          bounds[OperationLog.keyOf(log.packed(i)) + 1]++;
        }
      }
    }
    Arrays.parallelPrefix(bounds, Math::addExact);
    long[] versions = new long[bounds[keys]];
    int[] next = bounds.clone();
    for (SessionHistory history : histories) {
      OperationLog log = history.log();
      for (int i = 0; i < log.size(); i++) {
        if (counts(log.packed(i), doubtful)) {
          versions[next[OperationLog.keyOf(log.packed(i))]++] = log.version(i);
        }
      }
    }
    for (int key = 0; key < keys; key++) {
      Arrays.sort(versions, bounds[key], bounds[key + 1]);
    }
    return new KeyVersions(versions, bounds);
  }

  private static BitSet keysWithUnknownWrites(List<SessionHistory> histories) {
    BitSet keys = new BitSet();
    for (SessionHistory history : histories) {
      OperationLog log = history.log();
      for (int i = 0; log.hasUnknownWrites() && i < log.size(); i++) {
        if (OperationLog.kindOf(log.packed(i)) == OperationLog.UNKNOWN_WRITE) {
          keys.set(OperationLog.keyOf(log.packed(i)));
        }
      }
    }
    return keys;
  }

  private static boolean counts(long packed, BitSet doubtful) {
    int kind = OperationLog.kindOf(packed);
    return kind == OperationLog.WRITE
        || (kind == OperationLog.READ && doubtful.get(OperationLog.keyOf(packed)));
  }

  /** Returns where the versions of the key begin, the first of its {@linkplain #after places}. */
  int first(int key) {
    return bounds[key];
  }

  /**
   * Returns the place of the key's least version above the given one, or the end of its versions.
   *
   * <p>Gallops from the given place, so that a session which reads ever newer versions pays a
   * constant and not a logarithm.
   */
  int after(int key, long version, int from) {
    int least = bounds[key];
    int most = bounds[key + 1];
    int low = from > least && versions[from - 1] > version ? least : from;
    int step = 1;
    int high = low;
    while (high < most && versions[high] <= version) {
      low = high + 1;
      high += step;
      step <<= 1;
    }
    high = Math.min(high, most);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (versions[middle] <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the key's least version above the given one, or the greatest long. */
  long next(int key, long version) {
    return at(key, after(key, version, bounds[key]));
  }

  /** Returns the version at a place of the key, or the greatest long at its end. */
  long at(int key, int place) {
    return place < bounds[key + 1] ? versions[place] : Long.MAX_VALUE;
  }
}
