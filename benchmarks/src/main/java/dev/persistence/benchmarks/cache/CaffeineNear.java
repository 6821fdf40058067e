package dev.persistence.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Caffeine alone: no word from other processes. */
record CaffeineNear(Cache<Long, String> cache) implements NearCache {

  static CaffeineNear withoutTtl() {
    return new CaffeineNear(Caffeine.newBuilder().maximumSize(CacheSize.ENTRIES).build());
  }

  /** With a count of hits and misses, which ours has too. */
  static CaffeineNear counting() {
    return new CaffeineNear(
        Caffeine.newBuilder().maximumSize(CacheSize.ENTRIES).recordStats().build());
  }

  static CaffeineNear withTtl() {
    return new CaffeineNear(
        Caffeine.newBuilder()
            .maximumSize(CacheSize.ENTRIES)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build());
  }

  @Override
  public @Nullable String get(Long key) {
    return cache.getIfPresent(key);
  }

  @Override
  public void put(Long key, String value) {
    cache.put(key, value);
  }
}
