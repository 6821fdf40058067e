package dev.persistence.testkit.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The least of a Redis client: one command on a connection of its own, which waits two seconds at
 * most for each part of the answer.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP2</a>
 */
final class Resp {

  private static final int PATIENCE_MILLIS = 2_000;

  private Resp() {}

  /**
   * Returns the texts and numbers of the answer in their order, those inside arrays too; null is
   * empty text.
   *
   * @throws IOException if there is no answer, or it is an error
   */
  static List<String> ask(int port, String... command) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(encoded(command));
      List<String> answer = new ArrayList<>();
      read(new BufferedInputStream(socket.getInputStream()), answer);
      return answer;
    }
  }

  /** Returns the fields of a section of INFO. */
  static Map<String, String> info(int port, String section) throws IOException {
    return fields(ask(port, "INFO", section).get(0));
  }

  /** Returns the fields of lines with a colon in them. */
  static Map<String, String> fields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return fields;
  }

  private static byte[] encoded(String... command) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ascii("*" + command.length + "\r\n"));
    for (String word : command) {
      byte[] content = word.getBytes(StandardCharsets.UTF_8);
      bytes.write(ascii("$" + content.length + "\r\n"));
      bytes.write(content);
      bytes.write(ascii("\r\n"));
    }
    return bytes.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void read(InputStream in, List<String> into) throws IOException {
    String line = line(in);
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '+', ':' -> into.add(rest);
      case '-' -> throw new IOException("Redis answered: " + rest);
      case '$' -> into.add(text(in, Integer.parseInt(rest)));
      case '*' -> {
        for (int left = Integer.parseInt(rest); left > 0; left--) {
          read(in, into);
        }
      }
      default -> throw new IOException("not an answer of Redis: " + line);
    }
  }

  private static String text(InputStream in, int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] content = in.readNBytes(length + 2);
    if (content.length < length + 2) {
      throw new EOFException("the connection ended inside an answer");
    }
    return new String(content, 0, length, StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended before an answer");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    if (text.isEmpty()) {
      throw new IOException("an empty line is not an answer of Redis");
    }
    return text;
  }
}
