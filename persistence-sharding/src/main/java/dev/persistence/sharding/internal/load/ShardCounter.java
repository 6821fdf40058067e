package dev.persistence.sharding.internal.load;

import dev.persistence.sharding.load.HotKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts how often one shard and its keys are asked for. {@link #count} is thread-safe; everything
 * else is for one thread at a time.
 */
final class ShardCounter {

  private static final int STRIPES = 8;
  private static final int PLACES = 64;

  /** Of the shard's load, from which a key is hot; below half of it, it is so no more. */
  private static final double HOT_SHARE = 0.05;

  /** Of a key, below which it is no load, whatever its share of a quiet shard. */
  private static final double HOT_PER_SECOND = 10;

  /** How long what is counted counts on average, if half of it is forgotten a minute. */
  private static final double MEAN_LIFE_SECONDS = 60 / Math.log(2);

  private static final class Stripe {
    final ReentrantLock lock = new ReentrantLock();
    final SpaceSaving sketch = new SpaceSaving(PLACES);
  }

  private final String shard;
  private final LongAdder fresh = new LongAdder();
  private final Stripe[] stripes = new Stripe[STRIPES];

  /* What is older, with half of it forgotten a minute. */
  private double all;
  private final Map<Object, Double> keys = new HashMap<>();
  private final Set<Object> hot = new HashSet<>();

  ShardCounter(String shard) {
    this.shard = shard;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  void count(Object key) {
    fresh.increment();
    long mixed = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    Stripe stripe = stripes[(int) (mixed >>> 32) & (STRIPES - 1)];
    if (stripe.lock.tryLock()) {
      try {
        stripe.sketch.add(key);
      } finally {
        stripe.lock.unlock();
      }
    }
  }

  /** Adds up what was counted since, and keeps that share of it all. */
  void merge(double kept) {
    for (Stripe stripe : stripes) {
      stripe.lock.lock();
      try {
        stripe.sketch.drain((key, count) -> keys.merge(key, (double) count, Double::sum));
      } finally {
        stripe.lock.unlock();
      }
    }
    all = (all + fresh.sumThenReset()) * kept;
    keys.replaceAll((key, count) -> count * kept);
    keys.values().removeIf(count -> count < 0.5);
    if (keys.size() > PLACES) {
      List<Double> counts = keys.values().stream().sorted(Comparator.reverseOrder()).toList();
      double least = counts.get(PLACES - 1);
      keys.values().removeIf(count -> count < least);
    }
  }

  double perSecond() {
    return all / MEAN_LIFE_SECONDS;
  }

  List<HotKey> keys() {
    List<HotKey> found = new ArrayList<>();
    keys.forEach(
        (key, count) ->
            found.add(new HotKey(shard, key, Math.min(1, count / all), count / MEAN_LIFE_SECONDS)));
    return found;
  }

  /** Returns the keys that have become hot since the last call. */
  List<HotKey> newlyHot() {
    List<HotKey> found = new ArrayList<>();
    Set<Object> still = new HashSet<>();
    for (HotKey key : keys()) {
      boolean before = hot.contains(key.key());
      double bound = before ? 0.5 : 1;
      if (key.share() > bound * HOT_SHARE && key.perSecond() > bound * HOT_PER_SECOND) {
        still.add(key.key());
        if (!before) {
          found.add(key);
        }
      }
    }
    hot.clear();
    hot.addAll(still);
    return found;
  }
}
