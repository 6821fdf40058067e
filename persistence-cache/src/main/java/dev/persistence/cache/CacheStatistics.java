package dev.persistence.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a cache has done since it was opened. Read without a lock, so the numbers may be of slightly
 * different instants. Immutable.
 *
 * @param nearHits reads that were answered in this process
 * @param storeHits reads that were answered by the store
 * @param misses reads that were answered by neither, by reason
 * @param staleHits those of the misses that got a value beyond its time, because the loader failed
 *     or was slow
 * @param loads calls of loaders that returned
 * @param loadFailures calls of loaders that threw
 * @param loadTime how long all of them took together
 * @param puts values that were put or removed
 * @param invalidations keys that were invalidated by this node
 * @param evictions near entries that were dropped for want of room
 * @param refreshes loads ahead of the expiry
 * @param unstorable loaded values that were too large, or that the codec failed on
 * @param storeFailures calls of the store that failed
 * @param staleChecks values that were compared with a fresh load some time after their invalidation
 * @param staleFound those of them that were stale beyond the bound, which no interleaving of
 *     invalidated changes explains
 * @param nearSize entries in this process, be they good or not
 */
public record CacheStatistics(
    long nearHits,
    long storeHits,
    Map<MissReason, Long> misses,
    long staleHits,
    long loads,
    long loadFailures,
    Duration loadTime,
    long puts,
    long invalidations,
    long evictions,
    long refreshes,
    long unstorable,
    long storeFailures,
    long staleChecks,
    long staleFound,
    long nearSize) {

  public CacheStatistics {
    misses = Map.copyOf(misses);
  }

  /** Returns the reads that were answered by a tier. */
  public long hits() {
    return nearHits + storeHits;
  }

  /** Returns the reads that were answered by none. */
  public long missCount() {
    return misses.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the part of the reads that were hits, 0 to 1; 1 if there were no reads. */
  public double hitRate() {
    long reads = hits() + missCount();
    return reads == 0 ? 1 : (double) hits() / reads;
  }

  /** Returns the most frequent reason of misses, or null if there were none. */
  public @Nullable MissReason mainMissReason() {
    return misses.entrySet().stream()
        .filter(reason -> reason.getValue() > 0)
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse(null);
  }
}
