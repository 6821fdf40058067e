package dev.persistence.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class LinkTest {

  @Test
  void reasonOfAFailureTellsWhatIsAtItsBottom() {
    assertThat(Link.reason(new IOException("reset"))).isEqualTo("java.io.IOException: reset");
    assertThat(Link.reason(new IllegalStateException("outer", new IOException("reset"))))
        .isEqualTo("java.lang.IllegalStateException: outer: reset");
  }

  @Test
  void reasonOfARefusedPasswordSaysSoAndKeepsThePassword() {
    try (RedisServer redis = RedisServer.start()) {
      RedisURI wrong =
          RedisURI.builder()
              .withHost(redis.host())
              .withPort(redis.port())
              .withAuthentication("somebody", "hunter2".toCharArray())
              .build();
      RedisClient client = RedisClient.create();
      try {
        RedisConnectionException refused =
            Assertions.catchThrowableOfType(
                RedisConnectionException.class, () -> client.connect(wrong));
        assertThat(Link.reason(refused)).contains("WRONGPASS").doesNotContain("hunter2");
      } finally {
        client.shutdown();
      }
    }
  }
}
