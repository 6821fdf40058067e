package dev.persistence.testkit.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loopback port that clients connect to.
 *
 * <p>Open, it listens. Shut, connections to it are refused; the port stays reserved by a socket
 * that is bound and does not listen, so that nobody else is given it meanwhile. Thread-safe; the
 * lock is held over the change from one to the other, which takes no longer than the kernel needs
 * to bind a port.
 */
final class ProxyPort {

  private static final int BACKLOG = 200;

  private final ProxyThreads threads;
  private final Consumer<Socket> onConnect;
  private final InetSocketAddress address;
  private final ReentrantLock lock = new ReentrantLock();

  /* Guarded by lock; one of the two is there until the port is closed. */
  private @Nullable ServerSocket listener;
  private @Nullable Socket reservation;
  private @Nullable Thread acceptor;
  private boolean closed;

  ProxyPort(ProxyThreads threads, Consumer<Socket> onConnect) throws IOException {
    this.threads = threads;
    this.onConnect = onConnect;
    ServerSocket first = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.address = (InetSocketAddress) first.getLocalSocketAddress();
    this.listener = first;
  }

  InetSocketAddress address() {
    return address;
  }

  private ServerSocket listen(InetSocketAddress where) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(where, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    acceptor = threads.start("acceptor", () -> accept(socket));
    return socket;
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        onConnect.accept(socket.accept());
      } catch (IOException e) {
        // Shut meanwhile, or the client was gone already: the loop tells which.
      }
    }
  }

  /** Listens again; does nothing if it does. */
  void open() throws IOException {
    lock.lock();
    try {
      if (listener == null && !closed) {
        listener = listen(address);
        if (reservation != null) {
          reservation.close();
          reservation = null;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Refuses connections; does nothing if it does. */
  void shut() throws IOException {
    lock.lock();
    try {
      if (listener != null && !closed) {
        listener.close();
        listener = null;
        if (acceptor != null) {
          ProxyThreads.awaitEnd(acceptor); // Only then has the kernel let go of the port.
        }
        Socket placeholder = new Socket();
        reservation = placeholder;
        placeholder.setReuseAddress(true);
        placeholder.bind(address);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives the port back. */
  void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      if (listener != null) {
        listener.close();
      }
      if (reservation != null) {
        reservation.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
