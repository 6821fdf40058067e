package dev.persistence.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends back what it receives, and tells how its connections ended. */
final class EchoServer implements AutoCloseable {

  private final ServerSocket listener;
  private final Thread acceptor;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();

  EchoServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    acceptor = start(this::accept);
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "echo");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  int port() {
    return listener.getLocalPort();
  }

  int accepted() {
    return accepted.get();
  }

  /** Connections whose client closed them in order. */
  int ended() {
    return ended.get();
  }

  /** Connections that broke. */
  int broken() {
    return broken.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        accepted.incrementAndGet();
        start(() -> echo(socket));
      } catch (IOException e) {
        // Closed; the loop ends.
      }
    }
  }

  private void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
      socket.shutdownOutput();
      ended.incrementAndGet();
    } catch (IOException e) {
      broken.incrementAndGet();
    } finally {
      open.remove(socket);
    }
  }

  /** Once it returns no connection is there, and none will be accepted. */
  @Override
  public void close() {
    try {
      listener.close();
      acceptor.join(); // An accept under way when the listener closes may still succeed.
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the last connection was accepted", e);
    }
  }
}
