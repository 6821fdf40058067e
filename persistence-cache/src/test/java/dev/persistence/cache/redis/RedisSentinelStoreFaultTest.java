package dev.persistence.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.StoreFixtureContract;
import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.testkit.junit.WithRedisSentinel;
import dev.persistence.testkit.redis.RedisSentinel;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WithRedisSentinel(isolated = true)
@Timeout(120)
final class RedisSentinelStoreFaultTest extends StoreFixtureContract {

  private static RedisClient client;
  private final RedisSentinel redis;

  RedisSentinelStoreFaultTest(RedisSentinel redis) {
    this.redis = redis;
  }

  @BeforeAll
  static void startClient(RedisSentinel redis) {
    client = RedisClient.create(redis.uri().toString());
    client.connect().close();
  }

  @AfterAll
  static void stopClient() {
    client.shutdown();
  }

  @Override
  protected CacheStore connect() {
    return RedisStore.builder(client, RedisURI.create(redis.uri()))
        .readDeadline(Duration.ofSeconds(2))
        .writeDeadline(Duration.ofSeconds(2))
        .breakerOpen(Duration.ofMillis(100))
        .build();
  }

  @Override
  protected void removeOutside(String id) {
    try (var connection = client.connect()) {
      connection.sync().del(new Keys(namespace).ofId(id));
    }
  }

  @Override
  protected void removeGenerationOutside(String name) {
    try (var connection = client.connect()) {
      connection.sync().del(new Keys(namespace).ofGeneration(name));
    }
  }

  @Test
  void theServerThatSentinelsNameIsFollowed() {
    load(space, "a", "one");
    int count = heard.events().size();
    redis.failOver();
    hearsAgainAfter(count);
  }

  @Test
  void aDeadServerIsReplaced() {
    load(space, "a", "one");
    int count = heard.events().size();
    redis.primary().kill();
    hearsAgainAfter(count);
  }

  private void hearsAgainAfter(int count) {
    eventually(
        () ->
            assertThat(heard.eventsAfter(count))
                .containsSubsequence("lost", "restored")
                .anyMatch(event -> event.startsWith("proven")));
    int then = heard.events().size();
    eventually(
        () -> {
          assertThat(works(() -> other.invalidate(List.of("a"), tombstone("p")))).isTrue();
          assertThat(heard.eventsAfter(then)).contains("changed a");
        });
    long now = time().nanos();
    eventually(() -> assertThat(heard.hasProof(now)).isTrue());
    assertThat(space.read("a")).isNull();
  }

  private static boolean works(Runnable call) {
    try {
      call.run();
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }
}
