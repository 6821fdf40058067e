package dev.persistence.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.junit.WithRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithRedis
class WithRedisTest {

  @Test
  void sharedServerGivesTheClassItsOwnPrefix(RedisServer redis) {
    assertThat(redis.keyPrefix()).endsWith("_withredistest:");
    assertThat(Ping.answered(redis.port())).isTrue();
    assertThatThrownBy(redis::freeze).isInstanceOf(IllegalStateException.class);
  }

  @Nested
  @WithRedis(isolated = true)
  class OwnServer {

    @Test
    void isolatedServerMayBeKilled(RedisServer redis) {
      redis.kill();

      assertThat(redis.isRunning()).isFalse();
      assertThat(redis.keyPrefix()).isEmpty();
    }
  }
}
