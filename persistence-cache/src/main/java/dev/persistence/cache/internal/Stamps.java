package dev.persistence.cache.internal;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts of invalidations, one for each stripe of ids: what was learnt under an older count is not
 * to be trusted. So an invalidation costs one increment, needs no key, and overtakes whatever is
 * under way; ids that share a stripe lose a near entry each for nothing, never the other way.
 * Thread-safe, lock-free.
 */
final class Stamps {

  private static final int FEWEST = 1 << 12;
  private static final int MOST = 1 << 20;

  private final AtomicIntegerArray counts;
  private final int mask;
  private final AtomicLong changes = new AtomicLong();

  /**
   * @param entries how many ids are kept near, which there should be twice as many stripes as
   */
  Stamps(long entries) {
    int size = FEWEST;
    while (size < MOST && size < 2 * entries) {
      size <<= 1;
    }
    this.counts = new AtomicIntegerArray(size);
    this.mask = size - 1;
  }

  int stripe(String id) {
    int hash = id.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & mask;
  }

  int current(int stripe) {
    return counts.get(stripe);
  }

  /** Counts one invalidation if there was none since this count. */
  boolean advance(int stripe, int since) {
    boolean first = counts.compareAndSet(stripe, since, since + 1);
    if (first) {
      changed();
    }
    return first;
  }

  void invalidate(String id) {
    counts.incrementAndGet(stripe(id));
    changed();
  }

  /**
   * Returns a count of all that may end the trust in any entry. It is raised behind the count that
   * ends it, so what is trusted after this count was read is trusted for as long as it stays.
   */
  long changes() {
    return changes.get();
  }

  /** Counts an end of trust that is kept elsewhere, after it. */
  void changed() {
    changes.incrementAndGet();
  }
}
