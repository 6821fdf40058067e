package dev.persistence.benchmarks.cache;

import dev.persistence.cache.Lookup;
import dev.persistence.cache.Near;
import dev.persistence.cache.TieredCache;
import dev.persistence.cache.json.JsonCodec;
import dev.persistence.cache.redis.RedisStore;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ours with its near tier before Redis. */
final class OursTiered implements NearCache {

  private final RedisServer redis = RedisServer.start();
  private final RedisClient client = RedisClient.create();
  private final RedisStore store =
      RedisStore.builder(client, RedisURI.create(redis.uri().toString())).build();
  private final TieredCache<Long, String> cache =
      TieredCache.<Long, String>builder("users")
          .near(Near.maximumSize(CacheSize.ENTRIES))
          .store(store)
          .codec(JsonCodec.of(String.class))
          .loader((Long key) -> "value of " + key)
          .build();

  @Override
  public @Nullable String get(Long key) {
    return cache.get(key);
  }

  /** Returns when the value is near: only reads bring it there, and only once Redis is reached. */
  @Override
  public void put(Long key, String value) {
    long begun = System.nanoTime();
    do {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(30)) {
        throw new IllegalStateException("no near value of " + key);
      }
      cache.put(key, value);
      cache.get(key);
    } while (cache.lookup(key).tier() != Lookup.Tier.NEAR);
  }

  @Override
  public void close() {
    cache.close();
    store.close();
    client.shutdown();
    redis.close();
  }
}
