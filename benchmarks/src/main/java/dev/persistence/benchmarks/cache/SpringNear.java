package dev.persistence.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.caffeine.CaffeineCache;

/** Spring's cache over Caffeine, as {@code @Cacheable} uses it, without the proxy. */
record SpringNear(CaffeineCache cache) implements NearCache {

  static SpringNear create() {
    return new SpringNear(
        new CaffeineCache(
            "users",
            Caffeine.newBuilder()
                .maximumSize(CacheSize.ENTRIES)
                .expireAfterWrite(Duration.ofMinutes(10))
                .build()));
  }

  @Override
  public @Nullable String get(Long key) {
    return cache.get(key, String.class);
  }

  @Override
  public void put(Long key, String value) {
    cache.put(key, value);
  }
}
