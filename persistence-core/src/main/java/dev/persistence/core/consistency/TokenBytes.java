package dev.persistence.core.consistency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** How the parts of a token's text are written. */
final class TokenBytes {

  private static final byte[] NONE = {};
  private static final int CLUSTER_BITS = 48;

  private TokenBytes() {}

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Returns the decoded bytes, or none if the text is not exactly the one that {@link #text} makes
   * of them: the decoder ignores the last bits of the last character.
   */
  static byte[] bytes(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return text(bytes).equals(text) ? bytes : NONE;
    } catch (IllegalArgumentException e) {
      return NONE;
    }
  }

  static void putVarint(ByteBuffer bytes, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.put((byte) rest);
  }

  static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("number without an end");
  }

  /** Returns the first 48 bits of the SHA-256 of the cluster's name. */
  static long clusterId(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - CLUSTER_BITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
    }
  }

  static void putClusterId(ByteBuffer bytes, long id) {
    bytes.putShort((short) (id >>> Integer.SIZE)).putInt((int) id);
  }

  static long clusterId(ByteBuffer bytes) {
    return ((bytes.getShort() & 0xFFFFL) << Integer.SIZE) | (bytes.getInt() & 0xFFFFFFFFL);
  }
}
