package dev.persistence.cache.redis;

import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.CacheStoreContract;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@WithRedis
final class RedisStoreDatabaseTest extends CacheStoreContract {

  private static RedisClient client;
  private final RedisURI uri;

  RedisStoreDatabaseTest(RedisServer redis) {
    this.uri = RedisURI.create(redis.uri());
  }

  @BeforeAll
  static void startClient(RedisServer redis) {
    client = RedisClient.create(redis.uri().toString());
    client.connect().close(); // The first connection of a JVM takes a second and more.
  }

  @AfterAll
  static void stopClient() {
    client.shutdown();
  }

  @Override
  protected CacheStore connect() {
    return RedisStore.builder(client, uri)
        .readDeadline(Duration.ofSeconds(5))
        .writeDeadline(Duration.ofSeconds(5))
        .build();
  }

  @Override
  protected void removeOutside(String id) {
    remove(new Keys(namespace).ofId(id));
  }

  @Override
  protected void removeGenerationOutside(String name) {
    remove(new Keys(namespace).ofGeneration(name));
  }

  private void remove(String key) {
    try (var connection = client.connect(uri)) {
      connection.sync().del(key);
    }
  }
}
