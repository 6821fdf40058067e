package dev.persistence.cache;

import dev.persistence.core.Arguments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The values of another codec, compressed (ZLIB, RFC 1950) where they have 4 KiB or more and become
 * smaller by that.
 *
 * <pre>{@code
 * Codec<User> users = CompressedCodec.of(JsonCodec.of(User.class));
 * }</pre>
 *
 * <p>Costs time on each read of the store, not on hits in the near tier; worth it where values are
 * large and the network or Redis's memory is scarce. It is a format of its own: nodes with and
 * nodes without it take each other's values for missing, so the hit rate falls while a change to it
 * is deployed.
 *
 * <p>Bytes that are hostile cost no more memory than honest ones: what claims to become more than
 * 100 times its size or more than 16 MiB is refused, for which such a value is never compressed.
 * {@code maxValueBytes} of the cache bounds the compressed size. Immutable and thread-safe.
 *
 * @param <V> the values
 */
public final class CompressedCodec<V> implements Codec<V> {

  private static final int COMPRESSED_ID = 0x80;
  private static final byte PLAIN = 0;
  private static final byte DEFLATED = 1;
  private static final int HEADER = 1 + Integer.BYTES;
  private static final int LEAST = 4 << 10;
  private static final int MOST = 16 << 20;
  private static final int HIGHEST_RATIO = 100;
  private static final int BUFFER = 8 << 10;

  private final Codec<V> codec;

  private CompressedCodec(Codec<V> codec) {
    this.codec = codec;
  }

  /**
   * Returns a codec that compresses what this one makes.
   *
   * @throws IllegalArgumentException if this one compresses already
   */
  public static <V> CompressedCodec<V> of(Codec<V> codec) {
    if (Arguments.notNull("codec", codec).id() < 0) {
      throw new IllegalArgumentException(
          "codec is " + codec + "; allowed: one that does not compress itself");
    }
    return new CompressedCodec<>(codec);
  }

  /** Returns the number of the other codec less 128. */
  @Override
  public byte id() {
    return (byte) (codec.id() | COMPRESSED_ID);
  }

  @Override
  public byte[] encode(V value) throws IOException {
    byte[] plain = codec.encode(value);
    if (plain.length >= LEAST && plain.length <= MOST) {
      byte[] deflated = deflate(plain);
      if (deflated.length < plain.length && isBelievable(plain.length, deflated.length - HEADER)) {
        return deflated;
      }
    }
    return ByteBuffer.allocate(1 + plain.length).put(PLAIN).put(plain).array();
  }

  private static byte[] deflate(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
      out.writeBytes(ByteBuffer.allocate(HEADER).put(DEFLATED).putInt(plain.length).array());
      byte[] buffer = new byte[BUFFER];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end(); // Its memory is not the heap's.
    }
  }

  private static boolean isBelievable(int plain, int deflated) {
    return plain >= LEAST && plain <= MOST && plain / HIGHEST_RATIO <= deflated;
  }

  @Override
  public V decode(byte[] bytes, int offset, int length) throws IOException {
    if (length >= 1 && bytes[offset] == PLAIN) {
      return codec.decode(bytes, offset + 1, length - 1);
    }
    if (length < HEADER || bytes[offset] != DEFLATED) {
      throw new IOException("The bytes are not those of a compressed value");
    }
    int plain = ByteBuffer.wrap(bytes, offset + 1, Integer.BYTES).getInt();
    if (!isBelievable(plain, length - HEADER)) {
      throw new IOException(
          "%d bytes that claim to become %d are not believed".formatted(length, plain));
    }
    byte[] inflated = inflate(bytes, offset + HEADER, length - HEADER, plain);
    return codec.decode(inflated, 0, inflated.length);
  }

  private static byte[] inflate(byte[] bytes, int offset, int length, int plain)
      throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, offset, length);
      byte[] inflated = new byte[plain];
      int made = inflater.inflate(inflated);
      boolean over = inflater.inflate(new byte[1]) > 0 || !inflater.finished();
      if (made != plain || over || inflater.getRemaining() > 0) {
        throw new IOException("The bytes do not become the %d that they claim".formatted(plain));
      }
      return inflated;
    } catch (DataFormatException damaged) {
      throw new IOException("The bytes cannot be decompressed", damaged);
    } finally {
      inflater.end();
    }
  }

  @Override
  public String toString() {
    return "compressed " + codec;
  }
}
