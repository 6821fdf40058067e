package dev.persistence.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.testkit.SeededRandom;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What passes through a proxy, how fast, and up to where. */
@Timeout(60)
class TcpProxyTransferTest {

  private ProxiedEcho echo;

  @BeforeEach
  void start() throws IOException {
    echo = new ProxiedEcho();
  }

  @AfterEach
  void stop() {
    echo.close();
    assertThat(ProxiedEcho.threadsOfProxy()).isEmpty();
  }

  @Test
  void bytesPassUnchangedAndAreCounted() throws IOException {
    try (Socket client = echo.connect()) {
      byte[] sent = SeededRandom.of(1).bytes(3_000_000);
      CompletableFuture<Void> sending = ProxiedEcho.sendAll(client, sent);
      assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      sending.join();
      assertThat(echo.proxy().bytes(Direction.TO_SERVER)).isEqualTo(sent.length);
      await().until(() -> echo.proxy().bytes(Direction.TO_CLIENT) == sent.length);
      assertThat(echo.proxy().connections()).isEqualTo(1);
      assertThat(echo.proxy().openConnections()).isEqualTo(1);
    }
    await().until(() -> echo.proxy().openConnections() == 0);
  }

  @Test
  void endOfOneDirectionIsPassedOnWhileTheOtherLives() throws IOException {
    try (Socket client = echo.connect()) {
      client.getOutputStream().write("last words".getBytes(US_ASCII));
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("last words");
    }
    await().until(() -> echo.server().ended() == 1);
  }

  @Test
  void resetOfTheClientReachesTheServer() throws IOException {
    try (Socket client = echo.connect()) {
      assertThat(ProxiedEcho.echo(client, "a")).isEqualTo("a");
      client.setSoLinger(true, 0);
    }
    await().until(() -> echo.server().broken() == 1);
  }

  @Test
  void latencyDelaysEachWayAndDoesNotLimitBandwidth() throws IOException {
    try (Socket client = echo.connect()) {
      echo.proxy().apply(NetworkFault.latency(Duration.ofMillis(50)).jitter(Duration.ofMillis(10)));
      long start = System.nanoTime();
      assertThat(ProxiedEcho.echo(client, "hello")).isEqualTo("hello");
      assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
      byte[] sent = new byte[4_000_000];
      long bulk = System.nanoTime();
      CompletableFuture<Void> sending = ProxiedEcho.sendAll(client, sent);
      client.getInputStream().readNBytes(sent.length);
      sending.join();
      // One segment of 16 KiB for each 50 ms would take 12 s.
      assertThat(since(bulk)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void latencyOfOneDirectionLeavesTheOtherAlone() throws IOException {
    echo.proxy().apply(NetworkFault.latency(Duration.ofSeconds(30)).only(Direction.TO_CLIENT));
    try (Socket client = echo.connect()) {
      client.getOutputStream().write(1);
      await().until(() -> echo.proxy().bytes(Direction.TO_SERVER) == 1);
      assertThat(echo.proxy().bytes(Direction.TO_CLIENT)).isZero();
      echo.proxy().heal();
      assertThat(client.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void bandwidthIsLimited() throws IOException {
    try (Socket client = echo.connect()) {
      echo.proxy().apply(NetworkFault.bandwidth(100_000).only(Direction.TO_CLIENT));
      long start = System.nanoTime();
      ProxiedEcho.sendAll(client, new byte[50_000]).join();
      client.getInputStream().readNBytes(50_000);
      // The last of ten segments leaves when the nine before it have been paid for.
      assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
    }
  }

  @Test
  void slicesArriveOneByOne() throws IOException {
    try (Socket client = echo.connect()) {
      echo.proxy()
          .apply(NetworkFault.slices(3).pause(Duration.ofMillis(50)).only(Direction.TO_CLIENT));
      client.getOutputStream().write("abcdefgh".getBytes(US_ASCII));
      byte[] buffer = new byte[100];
      int length = client.getInputStream().read(buffer);
      assertThat(length).isLessThan(8);
      byte[] rest = client.getInputStream().readNBytes(8 - length);
      assertThat(new String(buffer, 0, length, US_ASCII) + new String(rest, US_ASCII))
          .isEqualTo("abcdefgh");
    }
  }

  @Test
  void streamIsTruncatedAfterExactlySoManyBytes() throws IOException {
    try (Socket client = echo.connect()) {
      assertThat(ProxiedEcho.echo(client, "a")).isEqualTo("a");
      echo.proxy().apply(NetworkFault.truncateAfter(5).only(Direction.TO_CLIENT));
      client.getOutputStream().write("abcdefgh".getBytes(US_ASCII));
      assertThat(client.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("abcde");
    }
  }

  @Test
  void bytesBeforeTheTruncationAreCountedOverAllMessages() throws IOException {
    try (Socket client = echo.connect()) {
      echo.proxy().apply(NetworkFault.truncateAfter(5).only(Direction.TO_CLIENT));
      assertThat(ProxiedEcho.echo(client, "ab")).isEqualTo("ab");
      assertThat(ProxiedEcho.echo(client, "cd")).isEqualTo("cd");
      client.getOutputStream().write("ef".getBytes(US_ASCII));
      assertThat(client.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("e");
    }
  }

  @Test
  void truncationByResetIsSeenAsReset() throws IOException {
    try (Socket client = echo.connect()) {
      echo.proxy().apply(NetworkFault.truncateAfter(5).withReset().only(Direction.TO_SERVER));
      client.getOutputStream().write("abcdefgh".getBytes(US_ASCII));
      ProxiedEcho.assertReset(client);
      await().until(() -> echo.server().broken() == 1);
    }
  }

  @Test
  void slowCloseDelaysTheEndAndNotTheBytes() throws IOException {
    echo.proxy().apply(NetworkFault.slowClose(Duration.ofMillis(300)).only(Direction.TO_CLIENT));
    try (Socket client = echo.connect()) {
      client.getOutputStream().write('a');
      assertThat(client.getInputStream().read()).isEqualTo('a');
      long start = System.nanoTime();
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void nonsenseIsRejected() {
    assertThatThrownBy(() -> TcpProxy.to("127.0.0.1", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port is 0");
    assertThatThrownBy(() -> NetworkFault.bandwidth(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytesPerSecond is 0");
    assertThatThrownBy(() -> NetworkFault.latency(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delay is PT-0.001S");
    assertThatThrownBy(
            () -> echo.proxy().apply(NetworkFault.bandwidth(1), NetworkFault.bandwidth(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of a kind for each direction");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
