package dev.persistence.benchmarks.cache;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** JetCache with Caffeine before Redis. */
final class JetCacheNear implements NearCache {

  private final RedisServer redis = RedisServer.start();
  private final RedisClient client = RedisClient.create(redis.uri().toString());
  private final Cache<Long, String> cache;

  @SuppressWarnings("unchecked")
  JetCacheNear() {
    Cache<Long, String> near =
        CaffeineCacheBuilder.createCaffeineCacheBuilder()
            .limit(CacheSize.ENTRIES)
            .expireAfterWrite(10, TimeUnit.MINUTES)
            .buildCache();
    Cache<Long, String> far =
        RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
            .redisClient(client)
            .keyPrefix("users:")
            .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
            .valueEncoder(JavaValueEncoder.INSTANCE)
            .valueDecoder(JavaValueDecoder.INSTANCE)
            .expireAfterWrite(10, TimeUnit.MINUTES)
            .buildCache();
    this.cache =
        MultiLevelCacheBuilder.createMultiLevelCacheBuilder()
            .addCache(near, far)
            .expireAfterWrite(10, TimeUnit.MINUTES)
            .buildCache();
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
    client.shutdown();
    redis.close();
  }
}
