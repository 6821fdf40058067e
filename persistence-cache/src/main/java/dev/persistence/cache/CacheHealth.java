package dev.persistence.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a cache is. Immutable.
 *
 * @param storeUp whether the store answered last; true without one
 * @param validity for how long the near tier may answer without another proof that announcements
 *     arrive, negative if it may not; null without a store
 * @param owedChanges changes that the store was not told yet
 * @param statistics what the cache has done
 */
public record CacheHealth(
    boolean storeUp, @Nullable Duration validity, int owedChanges, CacheStatistics statistics) {

  private static final double LOW = 0.8;
  private static final long ENOUGH = 1000;

  /** Tells whether both tiers do their work and the store knows all changes. */
  public boolean isUp() {
    return storeUp && owedChanges == 0 && (validity == null || !validity.isNegative());
  }

  /** Tells whether less than 80 % of at least 1,000 reads were hits. */
  public boolean isHitRateLow() {
    return statistics.hits() + statistics.missCount() >= ENOUGH && statistics.hitRate() < LOW;
  }

  /** Returns one line for a health page. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(isUp() ? "up" : "degraded");
    if (!storeUp) {
      line.append(", the store does not answer");
    }
    if (validity != null && validity.isNegative()) {
      line.append(", the near tier is not used: announcements are not proven to arrive");
    }
    if (owedChanges > 0) {
      line.append(", the store is owed ").append(owedChanges).append(" changes");
    }
    line.append(", hit rate ").append(Math.round(statistics.hitRate() * 1000) / 10.0).append(" %");
    if (isHitRateLow()) {
      line.append(", which is low; main reason of misses: ").append(statistics.mainMissReason());
    }
    return line.toString();
  }
}
