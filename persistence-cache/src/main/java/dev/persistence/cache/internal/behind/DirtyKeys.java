package dev.persistence.cache.internal.behind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a stripe that are not written yet. A key is in at most one of the three places where
 * it waits, and beside that may be in flight with an older operation. Guarded by its stripe's lock.
 */
final class DirtyKeys<K, V> {

  /** Came back from a batch that failed without their fault; longest waiting first. */
  private Map<K, Pending<K, V>> front = new LinkedHashMap<>();

  /** First come first. */
  private final Map<K, Pending<K, V>> arrived = new LinkedHashMap<>();

  /** Failed alone; each waits for its own time and is tried alone. */
  private final Map<K, Pending<K, V>> suspects = new LinkedHashMap<>();

  private final Map<K, Pending<K, V>> inFlight = new HashMap<>();

  boolean isDirty(K key) {
    return inFlight.containsKey(key) || waiting(key) != null;
  }

  private @Nullable Pending<K, V> waiting(K key) {
    Pending<K, V> found = arrived.get(key);
    found = found == null ? front.get(key) : found;
    return found == null ? suspects.get(key) : found;
  }

  @Nullable Pending<K, V> newest(K key) {
    Pending<K, V> waiting = waiting(key);
    return waiting == null ? inFlight.get(key) : waiting;
  }

  /** Adds the newest operation of its key; returns whether it replaced one that waited. */
  boolean add(Pending<K, V> newest) {
    K key = newest.key();
    Pending<K, V> suspect = suspects.remove(key);
    if (suspect != null) { // Its place is at the end: the key may spoil the batch again.
      arrived.put(key, newest.inPlaceOf(suspect));
      return true;
    }
    Pending<K, V> older = front.get(key);
    if (older != null) {
      front.put(key, newest.inPlaceOf(older));
      return true;
    }
    older = arrived.get(key);
    arrived.put(key, older == null ? newest : newest.inPlaceOf(older));
    return older != null;
  }

  /** Takes the longest waiting ones into flight. */
  List<Pending<K, V>> take(int most, Set<K> except) {
    List<Pending<K, V>> batch = new ArrayList<>();
    take(front, most, except, batch);
    take(arrived, most, except, batch);
    return batch;
  }

  private void take(
      Map<K, Pending<K, V>> from, int most, Set<K> except, List<Pending<K, V>> batch) {
    Iterator<Pending<K, V>> places = from.values().iterator();
    while (batch.size() < most && places.hasNext()) {
      Pending<K, V> next = places.next();
      if (!except.contains(next.key())) {
        places.remove();
        inFlight.put(next.key(), next);
        batch.add(next);
      }
    }
  }

  /** Takes one suspect whose time has come into flight. */
  List<Pending<K, V>> takeSuspect(long now) {
    for (Pending<K, V> suspect : suspects.values()) {
      if (suspect.notBeforeNanos() - now <= 0) {
        suspects.remove(suspect.key());
        inFlight.put(suspect.key(), suspect);
        return List.of(suspect);
      }
    }
    return List.of();
  }

  /** Ends a flight; returns whether the key is clean now. */
  boolean landed(K key) {
    inFlight.remove(key);
    return waiting(key) == null;
  }

  /** Brings a flight back to the front, each key with its newest operation. */
  void bringBack(Collection<Pending<K, V>> batch) {
    Map<K, Pending<K, V>> first = new LinkedHashMap<>();
    for (Pending<K, V> older : batch) {
      inFlight.remove(older.key());
      Pending<K, V> newer = removeWaiting(older.key());
      first.put(older.key(), newer == null ? older : newer.inPlaceOf(older));
    }
    first.putAll(front);
    front = first;
  }

  /**
   * Ends a flight that failed by its own fault; returns whether a newer operation took its place.
   */
  boolean replaced(Pending<K, V> failed) {
    inFlight.remove(failed.key());
    Pending<K, V> newer = removeWaiting(failed.key());
    if (newer == null) {
      return false;
    }
    arrived.put(failed.key(), newer.inPlaceOf(failed));
    return true;
  }

  void suspect(Pending<K, V> failed) {
    suspects.put(failed.key(), failed);
  }

  private @Nullable Pending<K, V> removeWaiting(K key) {
    Pending<K, V> found = arrived.remove(key);
    found = found == null ? front.remove(key) : found;
    return found == null ? suspects.remove(key) : found;
  }

  /** Tells whether keys that failed without their fault wait. */
  boolean hasFront() {
    return !front.isEmpty();
  }

  /** Tells whether all keys, if there are any, have failed alone and are not in flight. */
  boolean areSuspects() {
    return inFlight.isEmpty() && front.isEmpty() && arrived.isEmpty();
  }

  int arrivedCount() {
    return arrived.size();
  }

  /** Returns since when the first arrived key has waited. */
  @Nullable Long firstArrivalNanos() {
    return arrived.isEmpty() ? null : arrived.values().iterator().next().sinceNanos();
  }

  /** Returns when the first suspect may be tried. */
  @Nullable Long firstSuspectNanos() {
    Long first = null;
    for (Pending<K, V> suspect : suspects.values()) {
      long due = suspect.notBeforeNanos();
      first = first == null || due - first < 0 ? Long.valueOf(due) : first;
    }
    return first;
  }

  /** Returns the least sequence number of all; the greatest number if there is none. */
  long oldestSequence() {
    return all().mapToLong(Pending::sequence).min().orElse(Long.MAX_VALUE);
  }

  /** Returns since when the oldest has waited. */
  @Nullable Long oldestNanos() {
    return all().map(Pending::sinceNanos).reduce((a, b) -> a - b < 0 ? a : b).orElse(null);
  }

  private Stream<Pending<K, V>> all() {
    return Stream.of(inFlight, front, arrived, suspects).flatMap(map -> map.values().stream());
  }

  /** Returns how many keys are dirty. */
  int size() {
    int both = 0;
    for (K key : inFlight.keySet()) {
      both += waiting(key) == null ? 0 : 1;
    }
    return inFlight.size() + front.size() + arrived.size() + suspects.size() - both;
  }
}
