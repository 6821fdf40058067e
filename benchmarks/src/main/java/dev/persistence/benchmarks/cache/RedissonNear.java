package dev.persistence.benchmarks.cache;

import dev.persistence.testkit.redis.RedisServer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Redisson's local cached map, with Caffeine for the values in this process. */
final class RedissonNear implements NearCache {

  private final RedisServer redis = RedisServer.start();
  private final RedissonClient client;
  private final RLocalCachedMap<Long, String> map;

  RedissonNear() {
    Config config = new Config();
    config.useSingleServer().setAddress(redis.uri().toString());
    this.client = Redisson.create(config);
    this.map =
        client.getLocalCachedMap(
            LocalCachedMapOptions.<Long, String>name("users")
                .codec(StringCodec.INSTANCE)
                .cacheProvider(LocalCachedMapOptions.CacheProvider.CAFFEINE)
                .evictionPolicy(LocalCachedMapOptions.EvictionPolicy.LRU)
                .cacheSize(CacheSize.ENTRIES)
                .timeToLive(Duration.ofMinutes(10)));
  }

  @Override
  public @Nullable String get(Long key) {
    return map.get(key);
  }

  @Override
  public void put(Long key, String value) {
    map.put(key, value);
  }

  @Override
  public void close() {
    client.shutdown();
    redis.close();
  }
}
