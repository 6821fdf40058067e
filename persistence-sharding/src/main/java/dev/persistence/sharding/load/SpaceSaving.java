package dev.persistence.sharding.load;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The most frequent keys of a stream, in a fixed room (Metwally et al., "Efficient Computation of
 * Frequent and Top-k Elements in Data Streams", 2005): a key that has no place takes that of the
 * least frequent one, with its count. So a count is never too low, and too high by the least count
 * at most. Used by one thread at a time.
 */
final class SpaceSaving {

  private final @Nullable Object[] keys;
  private final long[] counts;

  SpaceSaving(int places) {
    this.keys = new @Nullable Object[places];
    this.counts = new long[places];
  }

  void add(Object key) {
    int least = 0;
    for (int i = 0; i < counts.length; i++) {
      if (key.equals(keys[i])) {
        counts[i]++;
        return;
      }
      if (counts[i] < counts[least]) {
        least = i;
      }
    }
    keys[least] = key;
    counts[least]++;
  }

  /** Gives every key with its count, and forgets them. */
  void drain(BiConsumer<Object, Long> to) {
    for (int i = 0; i < counts.length; i++) {
      Object key = keys[i];
      if (key != null) {
        to.accept(key, counts[i]);
      }
      keys[i] = null;
      counts[i] = 0;
    }
  }
}
