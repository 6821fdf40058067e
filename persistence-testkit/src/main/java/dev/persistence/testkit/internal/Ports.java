package dev.persistence.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports for servers, below the range from which outgoing connections draw theirs, so
 * that a stopped server finds its port free again when it is restarted. A node of Redis Cluster
 * listens ten thousand above its port as well, which is below that range too, and above all of
 * these.
 *
 * <p>A port may be taken between the answer and its use; {@link ServerProcess} then tries another.
 */
public final class Ports {

  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 22_000;
  private static final int ATTEMPTS = 200;

  private Ports() {}

  /** Returns a port on which nothing listened a moment ago. */
  public static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        ATTEMPTS + " random ports from " + LOWEST + " to " + HIGHEST + " were all taken");
  }

  /** Tells whether a server could listen on the loopback port now. */
  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
