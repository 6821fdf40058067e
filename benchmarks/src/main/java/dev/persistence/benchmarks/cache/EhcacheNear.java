package dev.persistence.benchmarks.cache;

import java.time.Duration;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ExpiryPolicyBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.jspecify.annotations.Nullable;

/** Ehcache on the heap, with expiry: no word from other processes. */
record EhcacheNear(CacheManager caches, Cache<Long, String> cache) implements NearCache {

  static EhcacheNear create() {
    CacheManager caches = CacheManagerBuilder.newCacheManagerBuilder().build(true);
    return new EhcacheNear(
        caches,
        caches.createCache(
            "users",
            CacheConfigurationBuilder.newCacheConfigurationBuilder(
                    Long.class, String.class, ResourcePoolsBuilder.heap(CacheSize.ENTRIES))
                .withExpiry(ExpiryPolicyBuilder.timeToLiveExpiration(Duration.ofMinutes(10)))));
  }

  @Override
  public @Nullable String get(Long key) {
    return cache.get(key);
  }

  @Override
  public void put(Long key, String value) {
    cache.put(key, value);
  }

  @Override
  public void close() {
    caches.close();
  }
}
