package dev.persistence.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An echo server behind a proxy, and what its clients do and see. */
final class ProxiedEcho implements AutoCloseable {

  private final EchoServer server = new EchoServer();
  private final TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port());

  ProxiedEcho() throws IOException {}

  EchoServer server() {
    return server;
  }

  TcpProxy proxy() {
    return proxy;
  }

  /** Connects through the proxy; reads give up after ten seconds. */
  Socket connect() throws IOException {
    Socket socket = new Socket(proxy.host(), proxy.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }

  static String echo(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
    return new String(client.getInputStream().readNBytes(text.length()), US_ASCII);
  }

  /** Sends on a thread of its own, since a proxy may hold it up. */
  static CompletableFuture<Void> sendAll(Socket client, byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            client.getOutputStream().write(bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task).start());
  }

  static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(300);
    InputStream input = client.getInputStream();
    assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(10_000);
  }

  /** Bytes may arrive before the reset, such as the echo of what was let through. */
  static void assertReset(Socket client) throws IOException {
    InputStream input = client.getInputStream();
    assertThatThrownBy(input::readAllBytes)
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  /** Tells whether reading ends, in order or not; a time-out is no end. */
  static boolean endOf(Socket client) {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  static List<String> threadsOfProxy() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("tcp-proxy"))
        .toList();
  }
}
