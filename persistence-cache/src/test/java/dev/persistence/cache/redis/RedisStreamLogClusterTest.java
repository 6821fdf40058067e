package dev.persistence.cache.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.log.WriteLog;
import dev.persistence.testkit.junit.WithRedisCluster;
import dev.persistence.testkit.redis.RedisCluster;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@WithRedisCluster(replicas = 0)
class RedisStreamLogClusterTest {

  private final RedisURI uri;

  RedisStreamLogClusterTest(RedisCluster redis) {
    this.uri = RedisURI.create(redis.uris().get(0));
  }

  @Test
  void nodeOfAClusterIsRefused() {
    RedisClient client = RedisClient.create();
    try (WriteLog log = RedisStreamLog.of("clustered", client, uri)) {
      assertThatThrownBy(() -> log.open(2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Redis Cluster; allowed: a stand-alone server");
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
