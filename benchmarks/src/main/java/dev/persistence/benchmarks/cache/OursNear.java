package dev.persistence.benchmarks.cache;

import dev.persistence.cache.Near;
import dev.persistence.cache.TieredCache;
import org.jspecify.annotations.Nullable;

/** Ours with its near tier alone. */
record OursNear(TieredCache<Long, String> cache) implements NearCache {

  static OursNear alone() {
    return new OursNear(
        TieredCache.<Long, String>builder("users")
            .near(Near.maximumSize(CacheSize.ENTRIES))
            .loader((Long key) -> "of the loader")
            .build());
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
    cache.close();
  }
}
