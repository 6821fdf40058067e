package dev.persistence.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.testkit.SeededRandom;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpProxyTest {

  private EchoServer server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer();
    proxy = TcpProxy.to("127.0.0.1", server.port());
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
    assertThat(threadsOfProxy()).isEmpty();
  }

  @Test
  void bytesPassUnchangedAndAreCounted() throws IOException {
    try (Socket client = connect()) {
      byte[] sent = SeededRandom.of(1).bytes(3_000_000);
      CompletableFuture<Void> sending = sendAll(client, sent);
      assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      sending.join();
      assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(sent.length);
      await().until(() -> proxy.bytes(Direction.TO_CLIENT) == sent.length);
      assertThat(proxy.connections()).isEqualTo(1);
      assertThat(proxy.openConnections()).isEqualTo(1);
    }
    await().until(() -> proxy.openConnections() == 0);
  }

  @Test
  void endOfOneDirectionIsPassedOnWhileTheOtherLives() throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write("last words".getBytes(US_ASCII));
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("last words");
    }
    await().until(() -> server.ended() == 1);
  }

  @Test
  void resetOfTheClientReachesTheServer() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, "a")).isEqualTo("a");
      client.setSoLinger(true, 0);
    }
    await().until(() -> server.broken() == 1);
  }

  @Test
  void latencyDelaysEachWayAndDoesNotLimitBandwidth() throws IOException {
    try (Socket client = connect()) {
      proxy.apply(NetworkFault.latency(Duration.ofMillis(50)).jitter(Duration.ofMillis(10)));
      long start = System.nanoTime();
      assertThat(echo(client, "hello")).isEqualTo("hello");
      assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
      byte[] sent = new byte[4_000_000];
      long bulk = System.nanoTime();
      CompletableFuture<Void> sending = sendAll(client, sent);
      client.getInputStream().readNBytes(sent.length);
      sending.join();
      // One segment of 16 KiB for each 50 ms would take 12 s.
      assertThat(since(bulk)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void latencyOfOneDirectionLeavesTheOtherAlone() throws IOException {
    proxy.apply(NetworkFault.latency(Duration.ofSeconds(30)).only(Direction.TO_CLIENT));
    try (Socket client = connect()) {
      client.getOutputStream().write(1);
      await().until(() -> proxy.bytes(Direction.TO_SERVER) == 1);
      assertThat(proxy.bytes(Direction.TO_CLIENT)).isZero();
      proxy.heal();
      assertThat(client.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void bandwidthIsLimited() throws IOException {
    try (Socket client = connect()) {
      proxy.apply(NetworkFault.bandwidth(100_000).only(Direction.TO_CLIENT));
      long start = System.nanoTime();
      sendAll(client, new byte[50_000]).join();
      client.getInputStream().readNBytes(50_000);
      // The last of ten segments leaves when the nine before it have been paid for.
      assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
    }
  }

  @Test
  void slicesArriveOneByOne() throws IOException {
    try (Socket client = connect()) {
      proxy.apply(NetworkFault.slices(3).pause(Duration.ofMillis(50)).only(Direction.TO_CLIENT));
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
  void blackHoleHangsAnExistingConnection() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, "a")).isEqualTo("a");
      proxy.apply(NetworkFault.blackHole());
      client.getOutputStream().write('b');
      assertSilent(client);
      proxy.heal();
      assertThat(client.getInputStream().read()).isEqualTo('b');
    }
  }

  @Test
  void blackHoleSwallowsNewConnections() throws IOException {
    proxy.apply(NetworkFault.blackHole());
    try (Socket client = connect()) {
      client.getOutputStream().write('b');
      assertSilent(client);
      assertThat(server.accepted()).isZero();
      proxy.heal();
      assertThat(client.getInputStream().read()).isEqualTo('b');
    }
  }

  @Test
  void blackHoleHidesThatTheServerDied() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, "a")).isEqualTo("a");
      proxy.apply(NetworkFault.blackHole());
      server.close();
      assertSilent(client);
      proxy.heal();
      assertThat(endOf(client)).isTrue();
    }
  }

  @Test
  void clientWithoutTimeoutHangsUntilTheProxyCloses() throws Exception {
    proxy.apply(NetworkFault.blackHole());
    try (Socket client = connect()) {
      client.setSoTimeout(0);
      client.getOutputStream().write('b');
      CompletableFuture<Boolean> released = new CompletableFuture<>();
      Thread reader = new Thread(() -> released.complete(endOf(client)));
      reader.start();
      assertThatThrownBy(() -> released.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      proxy.close();
      assertThat(released.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cutIsSeenAsResetByBothSides() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, "a")).isEqualTo("a");
      proxy.cut();
      assertReset(client);
      await().until(() -> server.broken() == 1);
    }
    try (Socket client = connect()) {
      assertThat(echo(client, "b")).isEqualTo("b");
    }
  }

  @Test
  void cutReleasesAConnectionInABlackHole() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, "a")).isEqualTo("a");
      proxy.apply(NetworkFault.blackHole());
      client.getOutputStream().write('b');
      proxy.cut();
      assertReset(client);
    }
    await().until(() -> threadsOfProxy().size() == 1);
  }

  @Test
  void resetCutsOldAndNewConnections() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, "a")).isEqualTo("a");
      proxy.apply(NetworkFault.reset());
      assertReset(client);
    }
    try (Socket client = new Socket()) {
      assertThatThrownBy(
              () -> {
                client.connect(new InetSocketAddress(proxy.host(), proxy.port()));
                client.setSoTimeout(10_000);
                client.getInputStream().read();
              })
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void halfOpenConnectionStillCarriesRequests() throws IOException {
    try (Socket client = connect()) {
      proxy.apply(NetworkFault.silence().only(Direction.TO_CLIENT));
      client.getOutputStream().write('b');
      await().until(() -> proxy.bytes(Direction.TO_SERVER) == 1);
      assertSilent(client);
      assertThat(proxy.bytes(Direction.TO_CLIENT)).isZero();
    }
  }

  @Test
  void refusalSparesExistingConnectionsAndKeepsThePort() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, "a")).isEqualTo("a");
      int port = proxy.port();
      for (int round = 0; round < 5; round++) {
        proxy.apply(NetworkFault.refuse());
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThat(echo(client, "b")).isEqualTo("b");
        proxy.heal();
        try (Socket other = connect()) {
          assertThat(echo(other, "c")).isEqualTo("c");
        }
      }
      assertThat(proxy.port()).isEqualTo(port);
    }
  }

  @Test
  void portOfARefusingProxyIsNotGivenToOthers() throws IOException {
    proxy.apply(NetworkFault.refuse());
    try (ServerSocket other = new ServerSocket()) {
      other.setReuseAddress(false);
      assertThatThrownBy(() -> other.bind(new InetSocketAddress(proxy.host(), proxy.port())))
          .isInstanceOf(BindException.class);
    }
  }

  @Test
  void streamIsTruncatedAfterExactlySoManyBytes() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, "a")).isEqualTo("a");
      proxy.apply(NetworkFault.truncateAfter(5).only(Direction.TO_CLIENT));
      client.getOutputStream().write("abcdefgh".getBytes(US_ASCII));
      assertThat(client.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("abcde");
    }
  }

  @Test
  void bytesBeforeTheTruncationAreCountedOverAllMessages() throws IOException {
    try (Socket client = connect()) {
      proxy.apply(NetworkFault.truncateAfter(5).only(Direction.TO_CLIENT));
      assertThat(echo(client, "ab")).isEqualTo("ab");
      assertThat(echo(client, "cd")).isEqualTo("cd");
      client.getOutputStream().write("ef".getBytes(US_ASCII));
      assertThat(client.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("e");
    }
  }

  @Test
  void truncationByResetIsSeenAsReset() throws IOException {
    try (Socket client = connect()) {
      proxy.apply(NetworkFault.truncateAfter(5).withReset().only(Direction.TO_SERVER));
      client.getOutputStream().write("abcdefgh".getBytes(US_ASCII));
      assertReset(client);
      await().until(() -> server.broken() == 1);
    }
  }

  @Test
  void slowCloseDelaysTheEndAndNotTheBytes() throws IOException {
    proxy.apply(NetworkFault.slowClose(Duration.ofMillis(300)).only(Direction.TO_CLIENT));
    try (Socket client = connect()) {
      client.getOutputStream().write('a');
      assertThat(client.getInputStream().read()).isEqualTo('a');
      long start = System.nanoTime();
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void serverThatIsDownIsSeenAsReset() throws IOException {
    server.close();
    try (Socket client = connect()) {
      assertReset(client);
    }
  }

  @Test
  void slowReaderIsNotForgottenWhenCut() throws IOException {
    try (Socket client = connect()) {
      proxy.apply(NetworkFault.silence());
      CompletableFuture<Void> sending = sendAll(client, new byte[50_000_000]);
      assertSilent(client);
      proxy.cut();
      assertThatThrownBy(sending::join).hasRootCauseInstanceOf(SocketException.class);
      await().until(() -> threadsOfProxy().size() == 1);
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
    assertThatThrownBy(() -> proxy.apply(NetworkFault.bandwidth(1), NetworkFault.bandwidth(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of a kind for each direction");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(proxy.host(), proxy.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String echo(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
    return new String(client.getInputStream().readNBytes(text.length()), US_ASCII);
  }

  private static CompletableFuture<Void> sendAll(Socket client, byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            client.getOutputStream().write(bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(300);
    InputStream input = client.getInputStream();
    assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(10_000);
  }

  /** Bytes may arrive before the reset, such as the echo of what was let through. */
  private static void assertReset(Socket client) throws IOException {
    InputStream input = client.getInputStream();
    assertThatThrownBy(input::readAllBytes)
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  /** Tells whether reading ends, in order or not; a time-out is no end. */
  private static boolean endOf(Socket client) {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static List<String> threadsOfProxy() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("tcp-proxy"))
        .toList();
  }
}
