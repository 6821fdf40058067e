package dev.persistence.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.StoreFixtureContract;
import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.testkit.junit.WithRedisCluster;
import dev.persistence.testkit.redis.RedisCluster;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

@WithRedisCluster(isolated = true)
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // A server that was killed comes last.
final class RedisClusterStoreFaultTest extends StoreFixtureContract {

  private static RedisClusterClient client;
  private final RedisCluster redis;

  RedisClusterStoreFaultTest(RedisCluster redis) {
    this.redis = redis;
  }

  @BeforeAll
  static void startClient(RedisCluster redis) {
    client = RedisClusterClient.create(uris(redis));
    client.connect().close();
  }

  @AfterAll
  static void stopClient() {
    client.shutdown();
  }

  private static List<RedisURI> uris(RedisCluster redis) {
    return redis.uris().stream().map(RedisURI::create).toList();
  }

  @Override
  protected CacheStore connect() {
    return RedisStore.builder(client, uris(redis))
        .readDeadline(Duration.ofSeconds(2))
        .writeDeadline(Duration.ofSeconds(2))
        .breakerOpen(Duration.ofMillis(100))
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

  private static void remove(String key) {
    try (var connection = client.connect()) {
      connection.sync().del(key);
    }
  }

  @Test
  @Order(1)
  void aBatchGoesToAllServers() {
    List<String> ids = IntStream.range(0, 60).mapToObj(i -> "id-" + i).toList();
    ids.forEach(id -> load(space, id, "one"));
    assertThat(other.readAll(ids)).hasSize(60);
    other.invalidate(ids, tombstone("p"));
    assertThat(space.readAll(ids)).isEmpty();
    for (String id : ids) {
      eventually(() -> assertThat(heard.events()).contains("changed " + id));
    }
  }

  @Test
  @Order(2)
  void aReplicaThatTakesOverIsFollowed() {
    String key = new Keys(namespace).ofId("a");
    load(space, "a", "one");
    int count = heard.events().size();
    redis.promote(redis.replicas(key).get(0));
    hearsAgainAfter(count);
  }

  @Test
  @Order(3)
  void aReplicaThatTakesOverFromADeadPrimaryIsFollowed() {
    String key = new Keys(namespace).ofId("a");
    int count = heard.events().size();
    RedisServer primary = redis.primary(key);
    primary.kill();
    hearsAgainAfter(count);
    primary.restart();
    redis.awaitStable();
  }

  private void hearsAgainAfter(int count) {
    eventually(
        () ->
            assertThat(heard.eventsAfter(count))
                .containsSubsequence("lost", "restored")
                .anyMatch(event -> event.startsWith("proven")));
    eventually(() -> assertThat(works(() -> space.read("a"))).isTrue());
    int then = heard.events().size();
    eventually(
        () -> {
          assertThat(works(() -> other.invalidate(List.of("a"), tombstone("p")))).isTrue();
          assertThat(heard.eventsAfter(then)).contains("changed a");
        });
    long now = time().nanos();
    eventually(() -> assertThat(heard.hasProof(now)).isTrue());
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
