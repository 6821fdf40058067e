package dev.persistence.cache;

import java.io.IOException;

/**
 * Turns values of one type into bytes and back. The type is known from the declaration: bytes never
 * name the class that is made of them.
 *
 * <p>An implementation extends {@code CodecContract} of this module's test-jar to prove itself.
 * Thread-safe.
 *
 * @param <V> the values
 */
public interface Codec<V> {

  /**
   * Names the format in stored values, so that bytes of another codec are a miss: 1 is JSON, 2
   * Smile, 64 to 127 are for applications; less than 0 are those of {@link CompressedCodec}.
   */
  byte id();

  /** Returns the value's bytes. */
  byte[] encode(V value) throws IOException;

  /**
   * Returns the value of a part of an array. May fail with whatever exception on bytes that it did
   * not make; the value counts as missing then.
   */
  V decode(byte[] bytes, int offset, int length) throws IOException;
}
