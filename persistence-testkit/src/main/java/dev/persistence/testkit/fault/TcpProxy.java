package dev.persistence.testkit.fault;

import dev.persistence.core.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A TCP proxy inside the JVM that forwards a loopback port to a server and mistreats the
 * connections on demand.
 *
 * <pre>{@code
 * try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port())) {
 *   DataSource dataSource = dataSourceFor(proxy.host(), proxy.port());
 *   proxy.apply(NetworkFault.latency(Duration.ofMillis(50)).jitter(Duration.ofMillis(10)));
 *   proxy.apply(NetworkFault.blackHole());
 *   proxy.heal();
 *   proxy.cut();
 * }
 * }</pre>
 *
 * <p>Faults hold for existing and new connections alike, and for every byte that arrives after
 * {@link #apply} has returned. Without a fault the proxy is transparent: an end of stream is passed
 * on as such (half-close), a reset as a reset. Where the server refuses, the client sees a reset.
 *
 * <p>Thread-safe. Up to four daemon threads for each connection, and up to one megabyte held back
 * in each direction. {@link #close} closes all sockets, so clients that hang in the proxy are
 * released, and returns when all threads have ended.
 */
public final class TcpProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final long seed;
  private final Regulator regulator = new Regulator();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private final LongAdder bytesToServer = new LongAdder();
  private final LongAdder bytesToClient = new LongAdder();
  private final ProxyThreads threads;
  private final ProxyPort port;

  private TcpProxy(InetSocketAddress target, long seed) {
    this.target = target;
    this.seed = seed;
    this.threads = new ProxyThreads("tcp-proxy to " + target.getPort());
    try {
      this.port = new ProxyPort(threads, this::admit);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port could be opened for a proxy", e);
    }
  }

  /** Starts a proxy, on a free loopback port, to a server that need not be up yet. */
  public static TcpProxy to(String host, int port) {
    return to(host, port, 0);
  }

  /**
   * Starts a proxy whose jitter is determined by the seed, the number of the connection and the
   * number of the segment.
   */
  public static TcpProxy to(String host, int port, long seed) {
    Arguments.notBlank("host", host);
    Arguments.inRange("port", port, 1, 65_535);
    return new TcpProxy(new InetSocketAddress(host, port), seed);
  }

  /** Returns the address to connect to, always of the loopback interface. */
  public String host() {
    return port.address().getAddress().getHostAddress();
  }

  /** Returns the port to connect to; it stays the same for the life of the proxy. */
  public int port() {
    return port.address().getPort();
  }

  /**
   * Puts these faults in force in place of those that were.
   *
   * @throws IllegalArgumentException if two are of one kind and one direction
   * @throws IllegalStateException if the proxy is closed
   * @throws UncheckedIOException if the port cannot be opened again after {@link
   *     NetworkFault#refuse}
   */
  public void apply(NetworkFault... faults) {
    Conditions conditions = new Conditions(Arguments.listOf("faults", faults));
    if (faults.length > 0 && regulator.closed()) {
      throw new IllegalStateException("cannot apply " + conditions + ": the proxy is closed");
    }
    try {
      if (conditions.refuses()) {
        port.shut();
      }
      regulator.change(conditions);
      if (!conditions.refuses()) {
        port.open();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port() + " cannot change to " + conditions, e);
    }
    if (conditions.resets()) {
      cut();
    }
  }

  /** Ends all faults. What was held back is delivered; what was cut stays cut. */
  public void heal() {
    apply();
  }

  /** Cuts all present connections by RST, on both sides, at once. New ones are not affected. */
  public void cut() {
    connections.forEach(ProxiedConnection::reset);
  }

  /** Returns how many connections have been accepted so far. */
  public long connections() {
    return accepted.get();
  }

  /** Returns how many connections are open now. */
  public int openConnections() {
    return connections.size();
  }

  /** Returns how many bytes have been passed on in the direction so far. */
  public long bytes(Direction direction) {
    return counter(direction).sum();
  }

  private LongAdder counter(Direction direction) {
    return direction == Direction.TO_SERVER ? bytesToServer : bytesToClient;
  }

  private void admit(Socket client) {
    ProxiedConnection connection = connection(client, accepted.incrementAndGet());
    connections.add(connection);
    if (regulator.current().resets()) {
      connection.reset();
    } else {
      connection.start(target, regulator, threads);
    }
    if (regulator.closed()) {
      connection.close();
    }
  }

  private ProxiedConnection connection(Socket client, long number) {
    return new ProxiedConnection(
        client,
        pipe(Direction.TO_SERVER, number),
        pipe(Direction.TO_CLIENT, number),
        connections::remove);
  }

  private Pipe pipe(Direction direction, long number) {
    long stream = direction == Direction.TO_SERVER ? number * 2 : number * 2 + 1;
    return new Pipe(
        direction, regulator, new SplittableRandom(seed * 31 + stream), counter(direction));
  }

  /** Closes all connections and the port; a second call does nothing. */
  @Override
  public void close() {
    regulator.close();
    try {
      port.close();
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port() + " cannot be closed", e);
    } finally {
      connections.forEach(ProxiedConnection::close);
      threads.endAll();
    }
  }

  @Override
  public String toString() {
    return "TcpProxy[" + port() + " -> " + target + ", " + regulator.current() + "]";
  }
}
