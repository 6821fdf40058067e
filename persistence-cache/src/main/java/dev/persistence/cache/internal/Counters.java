package dev.persistence.cache.internal;

import dev.persistence.cache.CacheStatistics;
import dev.persistence.cache.MissReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/** What a cache counts, to be read by statistics and meters. Thread-safe. */
final class Counters {

  private static final int GHOSTS = 1 << 16;

  final LongAdder nearHits = new LongAdder();
  final LongAdder storeHits = new LongAdder();
  final LongAdder staleHits = new LongAdder();
  final LongAdder loads = new LongAdder();
  final LongAdder loadFailures = new LongAdder();
  final LongAdder loadNanos = new LongAdder();
  final LongAdder puts = new LongAdder();
  final LongAdder invalidations = new LongAdder();
  final LongAdder evictions = new LongAdder();
  final LongAdder refreshes = new LongAdder();
  final LongAdder unstorable = new LongAdder();
  final LongAdder storeFailures = new LongAdder();
  final LongAdder staleChecks = new LongAdder();
  final LongAdder staleFound = new LongAdder();
  private final Map<MissReason, LongAdder> misses = new EnumMap<>(MissReason.class);

  /** Fingerprints of what was evicted, so that it can be told from what never was there. */
  private final AtomicIntegerArray ghosts = new AtomicIntegerArray(GHOSTS);

  Counters() {
    for (MissReason reason : MissReason.values()) {
      misses.put(reason, new LongAdder());
    }
  }

  void missed(Object key, MissReason reason) {
    boolean evicted = reason == MissReason.COLD && wasEvicted(key);
    adder(evicted ? MissReason.EVICTED : reason).increment();
  }

  void evicted(Object key) {
    evictions.increment();
    int hash = fingerprint(key);
    ghosts.set(hash & (GHOSTS - 1), hash);
  }

  private boolean wasEvicted(Object key) {
    int hash = fingerprint(key);
    return ghosts.get(hash & (GHOSTS - 1)) == hash;
  }

  /** Never 0, which stands for none. */
  private static int fingerprint(Object key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 15)) | (1 << 31);
  }

  private LongAdder adder(MissReason reason) {
    return Objects.requireNonNull(misses.get(reason));
  }

  CacheStatistics snapshot(long nearSize) {
    Map<MissReason, Long> reasons = new EnumMap<>(MissReason.class);
    misses.forEach((reason, count) -> reasons.put(reason, count.sum()));
    return new CacheStatistics(
        nearHits.sum(),
        storeHits.sum(),
        reasons,
        staleHits.sum(),
        loads.sum(),
        loadFailures.sum(),
        Duration.ofNanos(loadNanos.sum()),
        puts.sum(),
        invalidations.sum(),
        evictions.sum(),
        refreshes.sum(),
        unstorable.sum(),
        storeFailures.sum(),
        staleChecks.sum(),
        staleFound.sum(),
        nearSize);
  }
}
