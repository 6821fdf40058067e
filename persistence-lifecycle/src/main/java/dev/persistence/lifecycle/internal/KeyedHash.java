package dev.persistence.lifecycle.internal;

import dev.persistence.core.Arguments;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under one key. Thread-safe. */
public final class KeyedHash {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  public KeyedHash(byte[] key) {
    Arguments.inRange("bytes of key", Arguments.notNull("key", key).length, 16, Integer.MAX_VALUE);
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  public String hex(String value) {
    return HexFormat.of().formatHex(bytes(value));
  }

  /** Returns by what our books name the subject. */
  public String pseudonym(String subject) {
    return hex("subject " + subject);
  }

  /** Returns a number from zero to the bound, without it, that follows from the value. */
  public long number(String value, long bound) {
    return Long.remainderUnsigned(ByteBuffer.wrap(bytes(value)).getLong(), bound);
  }

  private byte[] bytes(String value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, failure);
    }
  }
}
