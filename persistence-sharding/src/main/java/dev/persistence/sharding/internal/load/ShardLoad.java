package dev.persistence.sharding.internal.load;

import dev.persistence.core.TimeSource;
import dev.persistence.sharding.load.HotKey;
import dev.persistence.sharding.load.HotKeyListener;
import dev.persistence.sharding.load.LoadReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often shards and keys are asked for, with half of it forgotten every minute.
 *
 * <p><b>Design.</b> Each shard has sketches of its own, or its hot keys would be lost among those
 * of busier shards. A thread counts into one of them, and passes over a key if that one is taken:
 * what is lost is lost for all keys alike. Whoever finds that a second has passed adds the sketches
 * up. Counts of shards are exact, those of keys never too high. Thread-safe; starts no thread.
 */
public final class ShardLoad {

  private static final Logger LOG = LoggerFactory.getLogger(ShardLoad.class);
  private static final int HOTTEST = 10;
  private static final double HALF_LIFE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

  private final TimeSource time;
  private final HotKeyListener listener;
  private final Map<String, ShardCounter> counters = new LinkedHashMap<>();
  private final AtomicLong mergedNanos;

  /** Guards the older part of the counters. */
  private final ReentrantLock merging = new ReentrantLock();

  public ShardLoad(Collection<String> shards, HotKeyListener listener, TimeSource time) {
    this.time = time;
    this.listener = listener;
    this.mergedNanos = new AtomicLong(time.nanos());
    shards.forEach(shard -> counters.put(shard, new ShardCounter(shard)));
  }

  /** Counts that the key was asked for. */
  public void count(String shard, Object key) {
    ShardCounter counter = counters.get(shard);
    if (counter != null) {
      counter.count(key);
    }
    merge(PERIOD_NANOS);
  }

  /** Returns the load of late. */
  public LoadReport report() {
    merge(1);
    merging.lock();
    try {
      Map<String, Double> perSecond = new LinkedHashMap<>();
      List<HotKey> hottest = new ArrayList<>();
      counters.forEach(
          (shard, counter) -> {
            perSecond.put(shard, counter.perSecond());
            hottest.addAll(counter.keys());
          });
      hottest.sort(Comparator.comparingDouble(HotKey::share).reversed());
      return new LoadReport(perSecond, hottest.subList(0, Math.min(HOTTEST, hottest.size())));
    } finally {
      merging.unlock();
    }
  }

  /** Adds up what was counted if it is so long since that was done, and tells of hot keys. */
  private void merge(long leastNanos) {
    long last = mergedNanos.get();
    long now = time.nanos();
    if (now - last < leastNanos || !mergedNanos.compareAndSet(last, now)) {
      return;
    }
    List<HotKey> found = new ArrayList<>();
    double kept = Math.pow(0.5, (now - last) / HALF_LIFE_NANOS);
    merging.lock();
    try {
      for (ShardCounter counter : counters.values()) {
        counter.merge(kept);
        found.addAll(counter.newlyHot());
      }
    } finally {
      merging.unlock();
    }
    found.forEach(this::tell);
  }

  private void tell(HotKey key) {
    try {
      listener.hot(key);
    } catch (VirtualMachineError fatal) { // Not the listener's own.
      throw fatal;
    } catch (Throwable failure) { // A listener must not fail what it listens to.
      LOG.warn("The listener for hot keys failed", failure);
    }
  }
}
