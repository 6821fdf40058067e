package dev.persistence.cache.internal;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The reads that are under way, one for each key. A reader joins the one that is there unless
 * something has overtaken it; then a new one takes its place, and the old one's readers still get
 * their answer. Thread-safe; never blocks.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Flights<K, V> {

  private final ConcurrentHashMap<K, Flight<V>> running = new ConcurrentHashMap<>();
  private final NearTier<K, V> near;

  Flights(NearTier<K, V> near) {
    this.near = near;
  }

  /** Returns the flight to wait for, which is the given one if its maker has to fly it. */
  Flight<V> join(K key, Flight<V> mine) {
    while (true) {
      Flight<V> other = running.putIfAbsent(key, mine);
      if (other == null) {
        return mine;
      }
      if (near.holds(other.token) && !other.result.isDone()) {
        return other;
      }
      if (running.replace(key, other, mine)) {
        return mine;
      }
    }
  }

  Flight<V> prepare(String id) {
    return new Flight<>(near.token(id));
  }

  void land(Pending<K, V> pending, Landed<V> landed) {
    running.remove(pending.key, pending.flight);
    pending.flight.result.complete(landed);
  }

  void fail(Pending<K, V> pending, Throwable failure) {
    running.remove(pending.key, pending.flight);
    pending.flight.result.completeExceptionally(failure);
  }
}
