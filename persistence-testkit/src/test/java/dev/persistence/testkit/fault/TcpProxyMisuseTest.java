package dev.persistence.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody meets who uses a proxy in an order that nobody thought of. */
@Timeout(60)
class TcpProxyMisuseTest {

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
  }

  @Test
  void pauseOfAFaultEndsWithTheFault() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, 1)).isEqualTo(1);
      proxy.apply(NetworkFault.slices(1).pause(Duration.ofHours(1)));
      assertThat(echo(client, 2)).isEqualTo(2);
      proxy.apply(NetworkFault.bandwidth(1_000_000));
      assertThat(echo(client, 3)).isEqualTo(3);
    }
  }

  @Test
  void closedProxyRefusesFaultsAndLeavesItsPortAlone() throws IOException {
    proxy.close();
    assertThatThrownBy(() -> proxy.apply(NetworkFault.refuse()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Refuse")
        .hasMessageContaining("the proxy is closed");
    proxy.heal();
    proxy.cut();
    proxy.close();
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(proxy.host(), proxy.port()));
      assertThat(other.isBound()).isTrue();
    }
  }

  @Test
  void interruptedThreadShutsThePortAsWellAsAnyOther() {
    for (int i = 0; i < 50; i++) {
      Thread.currentThread().interrupt();
      proxy.apply(NetworkFault.refuse());
      assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
      assertThatThrownBy(() -> connect().close()).isInstanceOf(ConnectException.class);
      proxy.heal();
    }
  }

  @Test
  @SuppressWarnings("NullAway") // Callers without a null checker may pass null.
  void nullIsNamedAsOneOfTheFaults() {
    assertThatThrownBy(() -> proxy.apply(NetworkFault.refuse(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("faults contains null");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(proxy.host(), proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static int echo(Socket client, int value) throws IOException {
    client.getOutputStream().write(value);
    return client.getInputStream().read();
  }
}
