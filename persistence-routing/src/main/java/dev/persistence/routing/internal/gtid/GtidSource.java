package dev.persistence.routing.internal.gtid;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Comparator;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Who numbers transactions: a server, by its UUID, and the tag it may put on them.
 *
 * @param server the server's UUID
 * @param tag the tag, or empty
 */
record GtidSource(UUID server, String tag) implements Comparable<GtidSource> {

  private static final Pattern TAG = Pattern.compile("[a-z_][a-z0-9_]{0,31}");
  private static final int LONG_UUID = 36;
  private static final int SHORT_UUID = 22;
  private static final Comparator<GtidSource> ORDER =
      Comparator.comparing(GtidSource::server).thenComparing(GtidSource::tag);

  /** Reads a UUID as the server prints it, or as {@link #compact()} does. */
  static GtidSource parse(String text) {
    if (text.length() == LONG_UUID) {
      return new GtidSource(UUID.fromString(text), "");
    }
    if (text.length() != SHORT_UUID) {
      throw GtidSet.unreadable(null);
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    return new GtidSource(new UUID(bytes.getLong(), bytes.getLong()), "");
  }

  GtidSource tagged(String name) {
    if (!TAG.matcher(name).matches()) {
      throw GtidSet.unreadable(null);
    }
    return new GtidSource(server, name);
  }

  /**
   * Returns a number that stands for the server: the epoch in which it is the primary. Two servers
   * have the same one in no more than one of 2^63 cases.
   */
  static long epoch(UUID server) {
    long mixed = server.getMostSignificantBits() * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 32 ^ server.getLeastSignificantBits()) * 0xC2B2AE3D27D4EB4FL;
    return (mixed ^ mixed >>> 29) & Long.MAX_VALUE;
  }

  String compact() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(server.getMostSignificantBits()).putLong(server.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()) + suffix();
  }

  private String suffix() {
    return tag.isEmpty() ? "" : ":" + tag;
  }

  @Override
  public int compareTo(GtidSource other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return server + suffix();
  }
}
