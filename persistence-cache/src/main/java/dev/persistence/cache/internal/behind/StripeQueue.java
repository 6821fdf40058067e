package dev.persistence.cache.internal.behind;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.WriteBehindCacheConfig;
import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.LogPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits in one stripe, what becomes of it, and the places that it takes. Guarded by its
 * stripe's lock.
 *
 * <p>Who takes a place in the {@link Room} is the key, not the operation: it does so when it
 * becomes dirty and leaves when it is clean again. A key that a caller writes through is
 * <em>claimed</em>: the worker leaves it alone until the caller is done, while newer operations of
 * it may queue.
 */
final class StripeQueue<K, V> {

  private final WriteBehindCacheConfig config;
  private final Room room;
  private final Schedule<K, V> schedule;
  private final Graveyard<K, V> graves;
  private final Set<K> claimed = new HashSet<>();
  private DirtyKeys<K, V> keys = new DirtyKeys<>();
  private long lastSequence;
  private boolean cleared;
  private boolean sealed;

  /** Takes the places for dirty keys and those for dead letters. */
  StripeQueue(WriteBehindCacheConfig config, Room room, Room graves) {
    this.config = config;
    this.room = room;
    this.schedule = new Schedule<>(config);
    this.graves = new Graveyard<>(graves);
  }

  Schedule<K, V> schedule() {
    return schedule;
  }

  private Pending<K, V> pending(WriteOperation<K, V> operation, List<LogPosition> entries) {
    return new Pending<>(operation, ++lastSequence, System.nanoTime(), 0, 0, entries);
  }

  Offer offerIfDirty(WriteOperation<K, V> operation) {
    requireOpen();
    return keys.isDirty(operation.key()) ? add(pending(operation, List.of())) : Offer.REFUSED;
  }

  Offer offer(WriteOperation<K, V> operation) {
    if (sealed || keys.isDirty(operation.key())) {
      room.leave();
    }
    requireOpen();
    return add(pending(operation, List.of()));
  }

  Offer offer(WriteOperation<K, V> operation, LogPosition position) {
    if (!keys.isDirty(operation.key())) {
      room.force();
    }
    return add(pending(operation, new ArrayList<>(List.of(position))));
  }

  Offer claimOrOffer(WriteOperation<K, V> operation) {
    requireOpen();
    if (!keys.isDirty(operation.key())) {
      if (claimed.add(operation.key())) {
        return Offer.CLAIMED;
      }
      room.force();
    }
    return add(pending(operation, List.of()));
  }

  private void requireOpen() {
    if (sealed) {
      throw new IllegalStateException(
          "write-behind \"" + config.name() + "\" is closed; it takes no more writes");
    }
  }

  private Offer add(Pending<K, V> newest) {
    return keys.add(newest) ? Offer.REPLACED : Offer.ADDED;
  }

  void release(K key, boolean written) {
    claimed.remove(key);
    if (written) {
      graves.exhume(key);
    }
  }

  @Nullable WriteOperation<K, V> newest(K key) {
    Pending<K, V> newest = keys.newest(key);
    return newest == null ? null : newest.operation();
  }

  /** Takes what is due into flight. */
  List<Pending<K, V>> take(long now) {
    cleared = false;
    return schedule.takeDue(keys, claimed, now);
  }

  /** Returns after how long time makes something due. */
  long waitNanos(long now) {
    return schedule.waitNanos(keys, now);
  }

  List<LogPosition> written(List<Pending<K, V>> batch) {
    schedule.reached();
    List<LogPosition> obsolete = new ArrayList<>();
    if (!cleared) {
      for (Pending<K, V> each : batch) {
        obsolete.addAll(graves.exhume(each.key()));
        if (keys.landed(each.key())) {
          room.leave();
        }
      }
    }
    return obsolete;
  }

  int postpone(List<Pending<K, V>> batch) {
    schedule.pause();
    if (!cleared) {
      keys.bringBack(batch);
    }
    return schedule.failures();
  }

  Verdict failed(Pending<K, V> alone, Throwable error) {
    schedule.reached();
    if (cleared || keys.replaced(alone)) {
      return Verdict.REPLACED;
    }
    int attempts = alone.attempts() + 1;
    Pending<K, V> failed = alone.failed(schedule.notBeforeNanos(attempts));
    if (attempts >= config.maxAttempts() && graves.bury(failed, error)) {
      room.leave();
      return Verdict.DEAD;
    }
    keys.suspect(failed);
    return Verdict.SUSPECT;
  }

  List<DeadLetter<K, V>> deadLetters() {
    return graves.letters();
  }

  @Nullable List<LogPosition> discard(DeadLetter<K, V> letter) {
    return graves.find(letter) == null ? null : graves.exhume(letter.operation().key());
  }

  boolean retry(DeadLetter<K, V> letter) {
    Pending<K, V> found = graves.find(letter);
    K key = letter.operation().key();
    if (found == null || keys.isDirty(key) || claimed.contains(key)) {
      return false;
    }
    graves.exhume(key);
    room.force();
    add(pending(found.operation(), found.entries()));
    return true;
  }

  /** Returns the last sequence number so far. */
  long lastSequence() {
    return lastSequence;
  }

  /** Tells whether all up to this sequence number is written or dead. */
  boolean isDone(long sequence) {
    return keys.oldestSequence() > sequence;
  }

  /** Tells whether nothing waits but what failed alone. */
  boolean isIdle() {
    return keys.areSuspects();
  }

  void clear() {
    for (int i = keys.size(); i > 0; i--) {
      room.leave();
    }
    keys = new DirtyKeys<>();
    graves.clear();
    cleared = true;
  }

  void seal() {
    sealed = true;
  }

  Backlog backlog() {
    return new Backlog(
        keys.size(), keys.oldestNanos(), graves.letters().size(), schedule.failures());
  }
}
