package dev.persistence.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.CacheStoreContract;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

  @Test
  void aServerThatForgotTheScriptsIsToldThemAgain() {
    load(space, "a", "one");
    List<String> ids = IntStream.range(0, 600).mapToObj(i -> "id-" + i).toList();
    assertThat(space.readAll(ids)).isEmpty();
    try (var connection = client.connect(uri)) {
      connection.sync().scriptFlush();
    }
    assertThat(space.readAll(List.of("a", "b"))).containsOnlyKeys("a");
    try (var connection = client.connect(uri)) {
      connection.sync().scriptFlush();
    }
    assertThat(space.readAll(ids)).isEmpty();
    space.invalidate(List.of("a"), tombstone("p"));
    assertThat(space.readAll(List.of("a", "b"))).isEmpty();
  }
}
