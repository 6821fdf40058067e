package dev.persistence.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that a proxy makes hang, break off or refuse. */
@Timeout(60)
class TcpProxyOutageTest {

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
  void blackHoleHangsAnExistingConnection() throws IOException {
    try (Socket client = echo.connect()) {
      assertThat(ProxiedEcho.echo(client, "a")).isEqualTo("a");
      echo.proxy().apply(NetworkFault.blackHole());
      client.getOutputStream().write('b');
      ProxiedEcho.assertSilent(client);
      echo.proxy().heal();
      assertThat(client.getInputStream().read()).isEqualTo('b');
    }
  }

  @Test
  void blackHoleSwallowsNewConnections() throws IOException {
    echo.proxy().apply(NetworkFault.blackHole());
    try (Socket client = echo.connect()) {
      client.getOutputStream().write('b');
      ProxiedEcho.assertSilent(client);
      assertThat(echo.server().accepted()).isZero();
      echo.proxy().heal();
      assertThat(client.getInputStream().read()).isEqualTo('b');
    }
  }

  @Test
  void blackHoleHidesThatTheServerDied() throws IOException {
    try (Socket client = echo.connect()) {
      assertThat(ProxiedEcho.echo(client, "a")).isEqualTo("a");
      echo.proxy().apply(NetworkFault.blackHole());
      echo.server().close();
      ProxiedEcho.assertSilent(client);
      echo.proxy().heal();
      assertThat(ProxiedEcho.endOf(client)).isTrue();
    }
  }

  @Test
  void clientWithoutTimeoutHangsUntilTheProxyCloses() throws Exception {
    echo.proxy().apply(NetworkFault.blackHole());
    try (Socket client = echo.connect()) {
      client.setSoTimeout(0);
      client.getOutputStream().write('b');
      CompletableFuture<Boolean> released = new CompletableFuture<>();
      Thread reader = new Thread(() -> released.complete(ProxiedEcho.endOf(client)));
      reader.start();
      assertThatThrownBy(() -> released.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      echo.proxy().close();
      assertThat(released.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cutIsSeenAsResetByBothSides() throws IOException {
    try (Socket client = echo.connect()) {
      assertThat(ProxiedEcho.echo(client, "a")).isEqualTo("a");
      echo.proxy().cut();
      ProxiedEcho.assertReset(client);
      await().until(() -> echo.server().broken() == 1);
    }
    try (Socket client = echo.connect()) {
      assertThat(ProxiedEcho.echo(client, "b")).isEqualTo("b");
    }
  }

  @Test
  void cutReleasesAConnectionInABlackHole() throws IOException {
    try (Socket client = echo.connect()) {
      assertThat(ProxiedEcho.echo(client, "a")).isEqualTo("a");
      echo.proxy().apply(NetworkFault.blackHole());
      client.getOutputStream().write('b');
      echo.proxy().cut();
      ProxiedEcho.assertReset(client);
    }
    await().until(() -> ProxiedEcho.threadsOfProxy().size() == 1);
  }

  @Test
  void resetCutsOldAndNewConnections() throws IOException {
    try (Socket client = echo.connect()) {
      assertThat(ProxiedEcho.echo(client, "a")).isEqualTo("a");
      echo.proxy().apply(NetworkFault.reset());
      ProxiedEcho.assertReset(client);
    }
    try (Socket client = new Socket()) {
      assertThatThrownBy(
              () -> {
                client.connect(new InetSocketAddress(echo.proxy().host(), echo.proxy().port()));
                client.setSoTimeout(10_000);
                client.getInputStream().read();
              })
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void halfOpenConnectionStillCarriesRequests() throws IOException {
    try (Socket client = echo.connect()) {
      echo.proxy().apply(NetworkFault.silence().only(Direction.TO_CLIENT));
      client.getOutputStream().write('b');
      await().until(() -> echo.proxy().bytes(Direction.TO_SERVER) == 1);
      ProxiedEcho.assertSilent(client);
      assertThat(echo.proxy().bytes(Direction.TO_CLIENT)).isZero();
    }
  }

  @Test
  void refusalSparesExistingConnectionsAndKeepsThePort() throws IOException {
    try (Socket client = echo.connect()) {
      assertThat(ProxiedEcho.echo(client, "a")).isEqualTo("a");
      int port = echo.proxy().port();
      for (int round = 0; round < 5; round++) {
        echo.proxy().apply(NetworkFault.refuse());
        assertThatThrownBy(echo::connect).isInstanceOf(ConnectException.class);
        assertThat(ProxiedEcho.echo(client, "b")).isEqualTo("b");
        echo.proxy().heal();
        try (Socket other = echo.connect()) {
          assertThat(ProxiedEcho.echo(other, "c")).isEqualTo("c");
        }
      }
      assertThat(echo.proxy().port()).isEqualTo(port);
    }
  }

  @Test
  void portOfARefusingProxyIsNotGivenToOthers() throws IOException {
    echo.proxy().apply(NetworkFault.refuse());
    try (ServerSocket other = new ServerSocket()) {
      other.setReuseAddress(false);
      assertThatThrownBy(
              () -> other.bind(new InetSocketAddress(echo.proxy().host(), echo.proxy().port())))
          .isInstanceOf(BindException.class);
    }
  }

  @Test
  void serverThatIsDownIsSeenAsReset() throws IOException {
    echo.server().close();
    try (Socket client = echo.connect()) {
      ProxiedEcho.assertReset(client);
    }
  }

  @Test
  void slowReaderIsNotForgottenWhenCut() throws IOException {
    try (Socket client = echo.connect()) {
      echo.proxy().apply(NetworkFault.silence());
      CompletableFuture<Void> sending = ProxiedEcho.sendAll(client, new byte[50_000_000]);
      ProxiedEcho.assertSilent(client);
      echo.proxy().cut();
      assertThatThrownBy(sending::join).hasRootCauseInstanceOf(SocketException.class);
      await().until(() -> ProxiedEcho.threadsOfProxy().size() == 1);
    }
  }
}
