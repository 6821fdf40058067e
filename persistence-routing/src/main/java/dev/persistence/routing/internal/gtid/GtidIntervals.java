package dev.persistence.routing.internal.gtid;

import java.util.Arrays;

/**
 * A set of transaction numbers of one source, kept as intervals; immutable and never empty.
 *
 * <p>The bounds alternate, first and last of each interval, ascending; neighbours do not touch, so
 * that equal sets have equal bounds.
 */
final class GtidIntervals {

  private final long[] bounds;

  private GtidIntervals(long[] bounds) {
    this.bounds = bounds;
  }

  /** Returns the numbers from first to last, both included. */
  static GtidIntervals of(long first, long last) {
    if (first < 1 || last < first || last == Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "interval is " + first + "-" + last + "; allowed: 1 to 2^63-2, ascending");
    }
    return new GtidIntervals(new long[] {first, last});
  }

  long last() {
    return bounds[bounds.length - 1];
  }

  boolean covers(GtidIntervals other) {
    int mine = 0;
    for (int i = 0; i < other.bounds.length; i += 2) {
      while (mine < bounds.length && bounds[mine + 1] < other.bounds[i]) {
        mine += 2;
      }
      if (mine == bounds.length
          || bounds[mine] > other.bounds[i]
          || bounds[mine + 1] < other.bounds[i + 1]) {
        return false;
      }
    }
    return true;
  }

  GtidIntervals merge(GtidIntervals other) {
    if (covers(other)) {
      return this;
    }
    long[] merged = new long[bounds.length + other.bounds.length];
    int size = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < bounds.length || theirs < other.bounds.length) {
      boolean fromMine =
          theirs == other.bounds.length
              || (mine < bounds.length && bounds[mine] <= other.bounds[theirs]);
      long first = fromMine ? bounds[mine] : other.bounds[theirs];
      long last = fromMine ? bounds[mine + 1] : other.bounds[theirs + 1];
      mine += fromMine ? 2 : 0;
      theirs += fromMine ? 0 : 2;
      if (size > 0 && first <= merged[size - 1] + 1) {
        merged[size - 1] = Math.max(merged[size - 1], last);
      } else {
        merged[size++] = first;
        merged[size++] = last;
      }
    }
    return new GtidIntervals(Arrays.copyOf(merged, size));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GtidIntervals that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /** Returns it as the server prints it: {@code 1-5:11:20-22}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      text.append(i == 0 ? "" : ":").append(bounds[i]);
      if (bounds[i + 1] > bounds[i]) {
        text.append('-').append(bounds[i + 1]);
      }
    }
    return text.toString();
  }
}
