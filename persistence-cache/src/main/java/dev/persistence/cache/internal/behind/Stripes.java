package dev.persistence.cache.internal.behind;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.WriteBehindCacheConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All stripes of a cache. Immutable; the stripes are thread-safe. */
record Stripes<K, V>(List<Stripe<K, V>> all) {

  static <K, V> Stripes<K, V> of(WriteBehindCacheConfig config, Room room) {
    Room graves = new Room(config.deadLetterCapacity());
    List<Stripe<K, V>> all = new ArrayList<>();
    for (int i = 0; i < config.stripes(); i++) {
      all.add(new Stripe<>(config, room, graves));
    }
    return new Stripes<>(List.copyOf(all));
  }

  /** Returns the number of the stripe for a hash whose low bits may be alike. */
  int indexOf(int hash) {
    return Math.floorMod((hash * 0x9E3779B9) >>> 16, all.size());
  }

  Stripe<K, V> get(int index) {
    return all.get(index);
  }

  /** Waits until each stripe has written what it has now; returns whether all have. */
  boolean flush(long deadlineNanos) throws InterruptedException {
    List<Long> marks = all.stream().map(Stripe::beginFlush).toList();
    try {
      boolean done = true;
      for (int i = 0; i < all.size(); i++) {
        done &= all.get(i).awaitFlushed(marks.get(i), deadlineNanos);
      }
      return done;
    } finally {
      all.forEach(Stripe::endFlush);
    }
  }

  /** Returns the sum of all, with the worst of the failures in a row. */
  Backlog backlog() {
    int pending = 0;
    int dead = 0;
    int failures = 0;
    Long oldest = null;
    for (Stripe<K, V> each : all) {
      Backlog backlog = each.backlog();
      Long since = backlog.oldestNanos();
      pending += backlog.pending();
      dead += backlog.deadLetters();
      failures = Math.max(failures, backlog.failures());
      oldest = oldest == null || (since != null && since - oldest < 0) ? since : oldest;
    }
    return new Backlog(pending, oldest, dead, failures);
  }

  List<DeadLetter<K, V>> deadLetters() {
    return all.stream()
        .flatMap(each -> each.deadLetters().stream())
        .sorted((a, b) -> a.since().compareTo(b.since()))
        .toList();
  }

  boolean any(Predicate<Stripe<K, V>> condition) {
    return all.stream().anyMatch(condition);
  }
}
