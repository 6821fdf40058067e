package dev.persistence.cache;

import java.nio.ByteBuffer;

/** A number in eight bytes. */
final class LongCodec implements Codec<Long> {

  @Override
  public byte id() {
    return 65;
  }

  @Override
  public byte[] encode(Long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  @Override
  public Long decode(byte[] bytes, int offset, int length) {
    return ByteBuffer.wrap(bytes, offset, length).getLong();
  }
}
