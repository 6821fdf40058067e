package dev.persistence.sharding.load;

import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often shards and keys are asked for, with half of it forgotten every minute.
 *
 * <p><b>Design.</b> A thread counts into a sketch of its stripe, and passes over a key whose stripe
 * is busy: what is lost is lost for all keys alike. Whoever finds that a second has passed adds the
 * sketches up. Counts of shards are exact. Thread-safe; costs some tens of nanoseconds, and starts
 * no thread.
 */
public final class ShardLoad {

  private static final Logger LOG = LoggerFactory.getLogger(ShardLoad.class);
  private static final int STRIPES = 16;
  private static final int PLACES = 64;
  private static final int MOST_KEYS = 256;
  private static final int HOTTEST = 10;
  private static final double HALF_LIFE_NANOS = 60e9;
  private static final double MEAN_LIFE_SECONDS = 60 / Math.log(2);
  private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

  /** A key on a shard. */
  private record Place(String shard, Object key) {}

  private static final class Stripe {
    final ReentrantLock lock = new ReentrantLock();
    final SpaceSaving sketch = new SpaceSaving(PLACES);
  }

  private final TimeSource time;
  private final HotKeyListener listener;
  private final double alarmShare;
  private final Map<String, LongAdder> counts = new LinkedHashMap<>();
  private final Stripe[] stripes = new Stripe[STRIPES];
  private final AtomicLong mergedNanos;
  private final ReentrantLock merging = new ReentrantLock();

  /* Guarded by merging: counts with what is old forgotten. */
  private final Map<String, Double> shards = new HashMap<>();
  private final Map<Place, Double> keys = new HashMap<>();
  private final Set<Place> hot = new HashSet<>();

  /**
   * Makes counters for these shards.
   *
   * @param alarmShare of its shard's load from which a key is hot, such as 0.05
   */
  public ShardLoad(
      Collection<String> shards, double alarmShare, HotKeyListener listener, TimeSource time) {
    this.time = time;
    this.listener = listener;
    this.alarmShare = alarmShare;
    this.mergedNanos = new AtomicLong(time.nanos());
    shards.forEach(shard -> counts.put(shard, new LongAdder()));
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /** Counts that the key was asked for. */
  public void count(String shard, Object key) {
    LongAdder adder = counts.get(shard);
    if (adder != null) {
      adder.increment();
    }
    long mixed = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    Stripe stripe = stripes[(int) (mixed >>> 60)];
    if (stripe.lock.tryLock()) {
      try {
        stripe.sketch.add(new Place(shard, key));
      } finally {
        stripe.lock.unlock();
      }
    }
    long last = mergedNanos.get();
    long now = time.nanos();
    if (now - last >= PERIOD_NANOS && mergedNanos.compareAndSet(last, now)) {
      tell(merge(now - last));
    }
  }

  /** Returns the load of late. */
  public LoadReport report() {
    long last = mergedNanos.get();
    long now = time.nanos();
    if (now > last && mergedNanos.compareAndSet(last, now)) {
      tell(merge(now - last));
    }
    merging.lock();
    try {
      Map<String, Double> perSecond = new LinkedHashMap<>();
      counts.keySet().forEach(shard -> perSecond.put(shard, perSecond(shards, shard)));
      List<HotKey> hottest = new ArrayList<>();
      keys.keySet().forEach(place -> hottest.add(hotKey(place)));
      hottest.sort(Comparator.comparingDouble(HotKey::share).reversed());
      return new LoadReport(perSecond, hottest.subList(0, Math.min(HOTTEST, hottest.size())));
    } finally {
      merging.unlock();
    }
  }

  private static <K> double perSecond(Map<K, Double> of, K key) {
    return of.getOrDefault(key, 0.0) / MEAN_LIFE_SECONDS;
  }

  private HotKey hotKey(Place place) {
    double all = shards.getOrDefault(place.shard, 0.0);
    double own = keys.getOrDefault(place, 0.0);
    double share = all == 0 ? 0 : Math.min(1, own / all);
    return new HotKey(place.shard, place.key, share, perSecond(keys, place));
  }

  /** Adds up what was counted and returns the keys that have become hot. */
  private List<HotKey> merge(long passedNanos) {
    Map<Place, Long> counted = new HashMap<>();
    for (Stripe stripe : stripes) {
      stripe.lock.lock();
      try {
        stripe.sketch.drain((place, count) -> counted.merge((Place) place, count, Long::sum));
      } finally {
        stripe.lock.unlock();
      }
    }
    double kept = Math.pow(0.5, passedNanos / HALF_LIFE_NANOS);
    merging.lock();
    try {
      counts.forEach(
          (shard, count) -> shards.merge(shard, (double) count.sumThenReset(), Double::sum));
      shards.replaceAll((shard, count) -> count * kept);
      counted.forEach((place, count) -> keys.merge(place, (double) count, Double::sum));
      keys.replaceAll((place, count) -> count * kept);
      trim();
      return newlyHot();
    } finally {
      merging.unlock();
    }
  }

  private void trim() {
    if (keys.size() > MOST_KEYS) {
      List<Double> sorted = keys.values().stream().sorted(Comparator.reverseOrder()).toList();
      double least = sorted.get(MOST_KEYS - 1);
      keys.values().removeIf(count -> count < least);
    }
  }

  private List<HotKey> newlyHot() {
    List<HotKey> found = new ArrayList<>();
    Set<Place> now = new HashSet<>();
    for (Place place : keys.keySet()) {
      HotKey key = hotKey(place);
      if (key.share() > alarmShare) {
        now.add(place);
        if (!hot.contains(place)) {
          found.add(key);
        }
      }
    }
    hot.clear();
    hot.addAll(now);
    return found;
  }

  private void tell(List<HotKey> found) {
    for (HotKey key : found) {
      try {
        listener.hot(key);
      } catch (RuntimeException failure) { // A listener must not fail what it listens to.
        LOG.warn("The listener for hot keys failed", failure);
      }
    }
  }
}
