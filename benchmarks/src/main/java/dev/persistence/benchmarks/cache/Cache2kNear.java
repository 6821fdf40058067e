package dev.persistence.benchmarks.cache;

import java.time.Duration;
import org.cache2k.Cache;
import org.cache2k.Cache2kBuilder;
import org.jspecify.annotations.Nullable;

/** cache2k alone, with expiry: no word from other processes. */
record Cache2kNear(Cache<Long, String> cache) implements NearCache {

  static Cache2kNear create() {
    return new Cache2kNear(
        Cache2kBuilder.of(Long.class, String.class)
            .entryCapacity(CacheSize.ENTRIES)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build());
  }

  @Override
  public @Nullable String get(Long key) {
    return cache.peek(key);
  }

  @Override
  public void put(Long key, String value) {
    cache.put(key, value);
  }

  @Override
  public void close() {
    cache.close();
  }
}
