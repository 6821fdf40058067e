package dev.persistence.testkit.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client's connection through the proxy: two sockets and a pipe for each direction. */
final class ProxiedConnection {

  private static final int CONNECT_MILLIS = 5_000;

  private final Socket client;
  private final Socket server = new Socket();
  private final Pipe requests;
  private final Pipe answers;
  private final Consumer<ProxiedConnection> onEnd;
  private final AtomicInteger openPipes = new AtomicInteger(2);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ProxiedConnection(Socket client, Pipe requests, Pipe answers, Consumer<ProxiedConnection> onEnd) {
    this.client = client;
    this.requests = requests;
    this.answers = answers;
    this.onEnd = onEnd;
  }

  /** Connects to the server as soon as the conditions allow it, and starts to forward. */
  void start(InetSocketAddress target, Regulator regulator, ProxyThreads proxyThreads) {
    start(proxyThreads, "connector", () -> connect(target, regulator, proxyThreads));
  }

  private void connect(InetSocketAddress target, Regulator regulator, ProxyThreads proxyThreads)
      throws InterruptedException {
    Conditions conditions = regulator.current();
    while (conditions.blackHole() && !regulator.closed()) {
      regulator.awaitChange(conditions, Long.MAX_VALUE);
      conditions = regulator.current();
    }
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target, CONNECT_MILLIS);
    } catch (IOException e) {
      reset(); // The nearest that an accepted connection can come to "refused".
      return;
    }
    start(proxyThreads, "client reader", () -> requests.read(client));
    start(proxyThreads, "server reader", () -> answers.read(server));
    start(proxyThreads, "client writer", () -> ended(answers.deliver(client)));
    ended(requests.deliver(server));
  }

  private void ended(Segment.Kind how) {
    switch (how) {
      case RESET -> reset();
      case TRUNCATED -> close();
      default -> {
        if (openPipes.decrementAndGet() == 0) {
          close();
        }
      }
    }
  }

  private void start(ProxyThreads proxyThreads, String role, ProxyThreads.Task task) {
    Thread thread = proxyThreads.start(role, task);
    threads.add(thread);
    if (closed) {
      thread.interrupt();
    }
  }

  /** Cuts both sides by RST. */
  void reset() {
    lingerNot(client);
    lingerNot(server);
    close();
  }

  private static void lingerNot(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // It is closed already, and there is nothing left to cut.
    }
  }

  /** Closes both sides and ends their threads. */
  void close() {
    closed = true;
    close(client);
    close(server);
    for (Thread thread : threads) {
      if (!thread.equals(Thread.currentThread())) {
        thread.interrupt();
      }
    }
    onEnd.accept(this);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Its descriptor is released all the same.
    }
  }
}
