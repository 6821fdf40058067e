package dev.persistence.cache;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Four bytes, and nothing else. */
final class IntegerCodec implements Codec<Integer> {

  @Override
  public byte id() {
    return 64;
  }

  @Override
  public byte[] encode(Integer value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  @Override
  public Integer decode(byte[] bytes, int offset, int length) throws IOException {
    if (length != 4) {
      throw new IOException("length " + length);
    }
    return ByteBuffer.wrap(bytes, offset, length).getInt();
  }
}
