package dev.persistence.cache.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A stored value: a header that says what it is, the codec's bytes, and a checksum over both.
 * Whatever cannot be read as exactly that is no frame. Immutable.
 *
 * @param codec the codec's number
 * @param schema the version of the values' shape
 * @param times how long it lives
 * @param version as the loader told, or -1
 * @param generations of the space, under the empty name, and of each tag, before the load
 * @param payload where the codec's bytes are; null if it is known that there is no value
 */
record Frame(
    byte codec,
    int schema,
    Times times,
    long version,
    Map<String, Long> generations,
    @Nullable Payload payload) {

  /**
   * How long a value lives, counted from when it was stored.
   *
   * @param softMillis how long it is fresh
   * @param hardMillis how long it may be served where no fresh one can be had
   * @param loadMicros how long its load took
   */
  record Times(long softMillis, long hardMillis, long loadMicros) {}

  /**
   * A part of an array, which nobody changes.
   *
   * @param bytes the array
   * @param offset where the part begins
   * @param length how long it is
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy would cost on every hit.
  record Payload(byte[] bytes, int offset, int length) {}

  private static final short MAGIC = (short) 0x9CFE;
  private static final byte FORMAT = 1;
  private static final int CHECKSUM = 4;
  private static final int FIXED = 2 + 1 + 1 + 1 + 4 + 8 + 8 + 8 + 8 + 1;

  /** Tells whether the value has tags, which are all names but that of the space. */
  boolean isTagged() {
    return generations.size() > 1;
  }

  /** Tells whether none of its generations is over. */
  boolean isOf(Map<String, Long> current) {
    for (Map.Entry<String, Long> generation : generations.entrySet()) {
      if (!generation.getValue().equals(current.get(generation.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the stored form. */
  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(FIXED + CHECKSUM + names() + payloadLength());
    out.putShort(MAGIC).put(FORMAT).put((byte) (payload == null ? 1 : 0)).put(codec).putInt(schema);
    out.putLong(times.softMillis).putLong(times.hardMillis).putLong(times.loadMicros);
    out.putLong(version).put((byte) generations.size());
    generations.forEach(
        (name, generation) -> {
          byte[] text = name.getBytes(StandardCharsets.UTF_8);
          out.putShort((short) text.length).put(text).putLong(generation);
        });
    if (payload != null) {
      out.put(payload.bytes, payload.offset, payload.length);
    }
    out.putInt(checksum(out.array(), out.position()));
    return out.array();
  }

  private int payloadLength() {
    return payload == null ? 0 : payload.length;
  }

  private int names() {
    int size = 0;
    for (String name : generations.keySet()) {
      size += Short.BYTES + name.getBytes(StandardCharsets.UTF_8).length + Long.BYTES;
    }
    return size;
  }

  /** Returns the frame, or null if the bytes are none. */
  static @Nullable Frame parse(byte[] bytes) {
    int end = bytes.length - CHECKSUM;
    if (end < FIXED) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt(end) != checksum(bytes, end) || in.getShort() != MAGIC || in.get() != FORMAT) {
      return null;
    }
    boolean negative = in.get() == 1;
    byte codec = in.get();
    int schema = in.getInt();
    Times times = new Times(in.getLong(), in.getLong(), in.getLong());
    long version = in.getLong();
    Map<String, Long> generations = generations(bytes, in.limit(end));
    if (generations == null) {
      return null;
    }
    Payload payload = new Payload(bytes, in.position(), in.remaining());
    return new Frame(codec, schema, times, version, generations, negative ? null : payload);
  }

  private static @Nullable Map<String, Long> generations(byte[] bytes, ByteBuffer in) {
    int count = in.get();
    Map<String, Long> generations = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      if (in.remaining() < Short.BYTES) {
        return null;
      }
      int length = Short.toUnsignedInt(in.getShort());
      if (in.remaining() < length + Long.BYTES) {
        return null;
      }
      String name = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
      in.position(in.position() + length);
      generations.put(name, in.getLong());
    }
    return generations;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
