package dev.persistence.testkit.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The question whether a Redis server answers now, asked without a client library. */
final class Ping {

  private static final int PATIENCE_MILLIS = 500;
  private static final byte[] QUESTION = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

  private Ping() {}

  /** Returns whether {@code PONG} came back within half a second. */
  static boolean answered(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(QUESTION);
      InputStream in = socket.getInputStream();
      return Arrays.equals(in.readNBytes(ANSWER.length), ANSWER);
    } catch (IOException notYet) {
      return false;
    }
  }
}
