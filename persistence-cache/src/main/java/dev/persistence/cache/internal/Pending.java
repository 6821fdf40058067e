package dev.persistence.cache.internal;

import dev.persistence.cache.MissReason;

/**
 * A key on its way to a value. Used by the thread that flies.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Pending<K, V> {

  final K key;
  final String id;
  final Flight<V> flight;
  long seenStamp;

  /** Whether the store lacked a change of the key when it was asked. */
  boolean open;

  MissReason reason = MissReason.COLD;

  Pending(K key, String id, Flight<V> flight) {
    this.key = key;
    this.id = id;
    this.flight = flight;
  }

  void saw(Read<V> read) {
    flight.stale = read.entry();
    seenStamp = read.stamp();
    reason = read.reason();
  }
}
