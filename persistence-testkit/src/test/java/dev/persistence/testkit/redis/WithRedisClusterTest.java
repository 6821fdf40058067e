package dev.persistence.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.junit.WithRedisCluster;
import dev.persistence.testkit.junit.WithRedisSentinel;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@WithRedis(appendOnly = true, isolated = true)
@WithRedisCluster(replicas = 0)
@WithRedisSentinel(replicas = 1, sentinels = 1)
class WithRedisClusterTest {

  @Test
  void sharedServersGiveTheClassItsOwnPrefix(RedisCluster cluster, RedisSentinel sentinel) {
    assertThat(cluster.keyPrefix()).endsWith("_withredisclustertest:");
    assertThat(sentinel.keyPrefix()).endsWith("_withredisclustertest:");
    assertThat(cluster.primaries()).hasSize(3);
    assertThat(sentinel.replicas()).hasSize(1);
    assertThatThrownBy(() -> cluster.nodes().get(0).kill())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sentinel.primary().kill()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aServerThatKeepsItsDataHasItAfterAKill(RedisServer redis) throws IOException {
    Resp.ask(redis.port(), "SET", "k", "kept");

    redis.kill();
    redis.restart();

    assertThat(Resp.ask(redis.port(), "GET", "k")).containsExactly("kept");
  }
}
