package dev.persistence.cache.log;

import java.util.Comparator;

/**
 * Where an entry stands in its stripe of a {@link WriteLog}; a later entry has a greater position.
 *
 * @param high the more significant part
 * @param low the less significant part
 */
public record LogPosition(long high, long low) implements Comparable<LogPosition> {

  private static final Comparator<LogPosition> ORDER =
      Comparator.comparingLong(LogPosition::high).thenComparingLong(LogPosition::low);

  @Override
  public int compareTo(LogPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return high + "-" + low;
  }
}
