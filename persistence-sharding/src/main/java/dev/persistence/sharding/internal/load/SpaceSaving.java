package dev.persistence.sharding.internal.load;

import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The most frequent keys of a stream, in a fixed room (Metwally et al., "Efficient Computation of
 * Frequent and Top-k Elements in Data Streams", 2005): a key that has no place takes that of the
 * least frequent one, with its count, which is noted as the error. A key that makes more than one
 * place's share of the stream has a place. Used by one thread at a time.
 */
final class SpaceSaving {

  private final @Nullable Object[] keys;
  private final long[] counts;
  private final long[] errors;

  SpaceSaving(int places) {
    this.keys = new @Nullable Object[places];
    this.counts = new long[places];
    this.errors = new long[places];
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
    errors[least] = counts[least]++;
  }

  /** Gives every key with how often it has come at least, and forgets them. */
  void drain(ObjLongConsumer<Object> to) {
    for (int i = 0; i < counts.length; i++) {
      Object key = keys[i];
      if (key != null) {
        to.accept(key, counts[i] - errors[i]);
      }
      keys[i] = null;
      counts[i] = 0;
      errors[i] = 0;
    }
  }
}
