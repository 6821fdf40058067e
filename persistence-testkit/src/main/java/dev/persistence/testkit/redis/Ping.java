package dev.persistence.testkit.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Questions to a Redis server that need no client library; each step waits half a second at most.
 */
final class Ping {

  private static final int PATIENCE_MILLIS = 500;

  private Ping() {}

  /** Returns whether the server answers. */
  static boolean answered(int port) {
    return "+PONG".equals(line(port, "PING", 1));
  }

  /** Returns the server's working folder; null if it does not answer. */
  static @Nullable String folder(int port) {
    return line(port, "CONFIG GET dir", 5); // An array of two texts, each after its length.
  }

  private static @Nullable String line(int port, String command, int number) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String line = answer.readLine();
      for (int read = 1; read < number && line != null; read++) {
        line = answer.readLine();
      }
      return line;
    } catch (IOException notYet) {
      return null;
    }
  }
}
