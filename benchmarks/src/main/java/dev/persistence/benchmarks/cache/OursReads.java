package dev.persistence.benchmarks.cache;

import dev.persistence.cache.TieredCache;
import dev.persistence.cache.json.JsonCodec;
import dev.persistence.cache.redis.RedisStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ours without a near tier. */
final class OursReads implements StoreReads {

  private final RedisClient client = RedisClient.create();
  private final RedisStore store;
  private final TieredCache<Long, User> cache;

  OursReads(String uri) {
    this.store = RedisStore.builder(client, RedisURI.create(uri)).build();
    this.cache =
        TieredCache.<Long, User>builder("user")
            .store(store)
            .codec(JsonCodec.of(User.class))
            .loader((Long key) -> User.of(-1))
            .build();
  }

  @Override
  public @Nullable User get(Long key) {
    return cache.get(key);
  }

  @Override
  public Map<Long, User> getAll(List<Long> keys) {
    return cache.getAll(keys);
  }

  @Override
  public void put(Long key, User value) {
    cache.put(key, value);
  }

  @Override
  public void close() {
    cache.close();
    store.close();
    client.shutdown();
  }
}
