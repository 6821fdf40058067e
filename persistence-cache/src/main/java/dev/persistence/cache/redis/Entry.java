package dev.persistence.cache.redis;

import dev.persistence.cache.store.StoredValue;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds a value: 8 bytes of microseconds that are the stamp, 1 byte that is 1 if
 * expired, 8 bytes of milliseconds until when it is kept, and the frame.
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for the length of one call.
record Entry(long stamp, boolean expired, long untilMillis, byte[] frame) {

  private static final int HEADER_BYTES = 17;

  /** Returns what the bytes say, or null if they are not of this format. */
  static @Nullable Entry of(ByteBuffer bytes) {
    if (bytes.remaining() < HEADER_BYTES) {
      return null;
    }
    long stamp = bytes.getLong();
    byte flags = bytes.get();
    long until = bytes.getLong();
    if (stamp <= 0 || flags < 0 || flags > 1) {
      return null;
    }
    byte[] frame = new byte[bytes.remaining()];
    bytes.get(frame);
    return new Entry(stamp, flags == 1, until, frame);
  }

  /** Returns the value, or null if it has been kept long enough. */
  @Nullable StoredValue at(long serverMicros) {
    if (TimeUnit.MICROSECONDS.toMillis(serverMicros) >= untilMillis) {
      return null;
    }
    return unconditionally(serverMicros);
  }

  /** Returns the value that the server itself has just found. */
  StoredValue unconditionally(long serverMicros) {
    long age = TimeUnit.MICROSECONDS.toMillis(serverMicros - stamp);
    return new StoredValue(frame, Math.max(0, age), stamp, expired);
  }

  /** Takes a field from the network's buffer without another copy. */
  static final class Output extends CommandOutput<String, byte[], Entry> {

    Output() {
      super(Wire.CODEC, null);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
      output = bytes == null ? null : Entry.of(bytes);
    }
  }

  /** Takes the fields of several keys, in their order, in the same way. */
  static final class Outputs extends CommandOutput<String, byte[], List<@Nullable Entry>> {

    Outputs() {
      super(Wire.CODEC, new ArrayList<>());
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
      output.add(bytes == null ? null : Entry.of(bytes));
    }
  }
}
