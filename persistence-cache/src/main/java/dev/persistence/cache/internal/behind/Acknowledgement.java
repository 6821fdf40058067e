package dev.persistence.cache.internal.behind;

import java.util.List;

/** What a stripe's worker asks before it writes a batch, and tells afterwards. */
interface Acknowledgement<K, V> {

  /** Tells whether this process has the right to write the stripe now. */
  boolean mayWrite();

  /** The operations are committed. */
  void written(List<Pending<K, V>> batch);

  /** The operation is a dead letter. */
  void dead(Pending<K, V> given);
}
