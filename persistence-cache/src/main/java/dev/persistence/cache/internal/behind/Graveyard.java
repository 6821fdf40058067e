package dev.persistence.cache.internal.behind;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.log.LogPosition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dead letters of a stripe, one for a key. Guarded by its stripe's lock. */
final class Graveyard<K, V> {

  private record Dead<K, V>(DeadLetter<K, V> letter, Pending<K, V> pending) {}

  private final Map<K, Dead<K, V>> dead = new LinkedHashMap<>();
  private final Room places;

  Graveyard(Room places) {
    this.places = places;
  }

  /**
   * Makes the operation a dead letter, if there is a place. An older letter of its key is obsolete
   * then, and its entries are done when the new one's are.
   */
  boolean bury(Pending<K, V> failed, Throwable error) {
    Dead<K, V> older = dead.get(failed.key());
    if (older == null && !places.enter()) {
      return false;
    }
    DeadLetter<K, V> letter =
        new DeadLetter<>(failed.operation(), error, failed.attempts(), Instant.now());
    dead.remove(failed.key());
    dead.put(
        failed.key(),
        new Dead<>(letter, older == null ? failed : failed.inPlaceOf(older.pending())));
    return true;
  }

  /** Ends the letter of this key, if there is one; returns its entries in the log. */
  List<LogPosition> exhume(K key) {
    Dead<K, V> ended = dead.remove(key);
    if (ended == null) {
      return List.of();
    }
    places.leave();
    return ended.pending().entries();
  }

  /** Returns the operation of a letter, or null if it is none any more. */
  @Nullable Pending<K, V> find(DeadLetter<K, V> letter) {
    Dead<K, V> found = dead.get(letter.operation().key());
    return found == null || !found.letter().equals(letter) ? null : found.pending();
  }

  void clear() {
    dead.values().forEach(each -> places.leave());
    dead.clear();
  }

  List<DeadLetter<K, V>> letters() {
    return dead.values().stream().map(Dead::letter).toList();
  }
}
