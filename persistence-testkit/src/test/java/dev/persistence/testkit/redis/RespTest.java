package dev.persistence.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.junit.WithRedis;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@WithRedis
class RespTest {

  private final int port;
  private final String key;

  RespTest(RedisServer redis) {
    this.port = redis.port();
    this.key = redis.keyPrefix() + "k";
  }

  @Test
  void everyKindOfAnswerIsRead() throws IOException {
    String text = "two words\r\nand \u00fcmlauts";
    assertThat(Resp.ask(port, "SET", key, text)).containsExactly("OK");
    assertThat(Resp.ask(port, "GET", key)).containsExactly(text);
    assertThat(Resp.ask(port, "GET", key + "none")).containsExactly("");
    assertThat(Resp.ask(port, "EXISTS", key)).containsExactly("1");
    assertThat(Resp.ask(port, "EVAL", "return {1, {'a', {}}, 'b'}", "0"))
        .containsExactly("1", "a", "b");
    assertThatThrownBy(() -> Resp.ask(port, "NONSENSE"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ERR unknown command");
  }

  @Test
  void fieldsOfInfoAreRead() throws IOException {
    assertThat(Resp.info(port, "server"))
        .containsEntry("tcp_port", Integer.toString(port))
        .containsKey("redis_version");
  }

  @Test
  void aServerThatDoesNotAnswerIsAFailure() {
    try (RedisServer own = RedisServer.start()) {
      own.freeze();
      assertThatThrownBy(() -> Resp.ask(own.port(), "PING")).isInstanceOf(IOException.class);
      own.kill();
      assertThatThrownBy(() -> Resp.ask(own.port(), "PING")).isInstanceOf(IOException.class);
    }
  }
}
