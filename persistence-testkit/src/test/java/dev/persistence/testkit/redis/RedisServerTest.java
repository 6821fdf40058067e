package dev.persistence.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.Platform;
import dev.persistence.testkit.internal.ProcessLedger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisServerTest {

  private RedisServer redis;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
  }

  @AfterEach
  void end() {
    redis.close();
    assertThat(redis.isRunning()).isFalse();
  }

  @Test
  void startedServerAnswersPing() throws IOException {
    assertThat(say("PING")).isEqualTo("+PONG");
    assertThat(redis.uri()).hasToString("redis://127.0.0.1:" + redis.port());
  }

  @Test
  void killedServerIsGoneAndComesBackEmptyOnItsPort() throws IOException {
    int port = redis.port();
    assertThat(say("SET k v")).isEqualTo("+OK");

    redis.kill();

    assertThat(redis.isRunning()).isFalse();
    assertThatThrownBy(() -> say("PING")).isInstanceOf(IOException.class);
    redis.restart();
    assertThat(redis.port()).isEqualTo(port);
    assertThat(say("GET k")).isEqualTo("$-1");
  }

  @Test
  void stoppedServerIsGoneAndComesBack() throws IOException {
    redis.stop();

    assertThat(redis.isRunning()).isFalse();
    redis.restart();
    assertThat(say("PING")).isEqualTo("+PONG");
  }

  @Test
  void frozenServerAcceptsConnectionsAndHangs() throws IOException {
    assertThat(say("SET k v")).isEqualTo("+OK");

    redis.freeze();

    assertThat(redis.isRunning()).isTrue();
    assertThatThrownBy(() -> say("PING")).isInstanceOf(SocketTimeoutException.class);
    redis.thaw();
    assertThat(say("EXISTS k")).isEqualTo(":1");
  }

  @Test
  void viewHasItsPrefixAndProtectsTheServer() throws IOException {
    RedisServer view = redis.withKeyPrefix("t1:");

    assertThat(view.keyPrefix()).isEqualTo("t1:");
    assertThat(redis.keyPrefix()).isEmpty();
    assertThatThrownBy(view::kill)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kill")
        .hasMessageContaining("isolated");
    view.close();
    assertThat(say("PING")).isEqualTo("+PONG");
  }

  @Test
  void serverThatGotThePortFirstIsNotTakenForTheOwnOne() {
    Path folder = ProcessLedger.ofThisJvm().newFolder("other");
    RedisRecipe other = new RedisRecipe(RedisArchive.program(), folder, RedisRecipe.IN_MEMORY);
    assertThat(other.answers(redis.port())).isFalse();
    assertThat(Ping.answered(redis.port())).isTrue();
  }

  @Test
  void blankPrefixIsRejected() {
    assertThatThrownBy(() -> redis.withKeyPrefix(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix");
  }

  @Test
  void platformWithoutProgramIsNamedWithTheOthers() {
    assertThatThrownBy(() -> RedisArchive.program(new Platform("plan9", "mips", false)))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("plan9-mips")
        .hasMessageContaining("linux-x86_64")
        .hasMessageContaining("embedded-redis");
  }

  private String say(String command) throws IOException {
    try (Socket socket = new Socket(redis.host(), redis.port())) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
