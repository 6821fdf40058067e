package dev.persistence.examples.cacherace;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Cache-aside as it is often written: look near, look in Redis, load, set; delete after a write.
 */
final class PlainNode implements Node {

  private final Map<Long, Long> near = new ConcurrentHashMap<>();
  private final Prices prices;
  private final RedisCommands<String, String> redis;

  PlainNode(Prices prices, RedisCommands<String, String> redis) {
    this.prices = prices;
    this.redis = redis;
  }

  @Override
  public long price(long id) throws SQLException {
    Long known = near.get(id);
    if (known == null) {
      known = shared(id);
      near.put(id, known);
    }
    return known;
  }

  private long shared(long id) throws SQLException {
    @Nullable String stored = redis.get("plain:" + id);
    if (stored != null) {
      return Long.parseLong(stored);
    }
    long loaded = prices.load(id);
    redis.set("plain:" + id, Long.toString(loaded), SetArgs.Builder.ex(600));
    return loaded;
  }

  @Override
  public void change(long id, long cents) throws SQLException {
    try (Connection connection = prices.dataSource().getConnection()) {
      prices.change(connection, id, cents);
    }
    redis.del("plain:" + id);
    near.remove(id);
  }

  /** Hears that another node has changed the price. */
  void forget(long id) {
    near.remove(id);
  }
}
