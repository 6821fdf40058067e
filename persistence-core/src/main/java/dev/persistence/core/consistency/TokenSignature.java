package dev.persistence.core.consistency;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 truncated to 128 bits (RFC 2104, section 5) with one key that signs and up to two
 * that are accepted. Immutable; prints no key.
 */
final class TokenSignature {

  static final String ALGORITHM = "HmacSHA256";
  static final int LENGTH = 16;

  private final SecretKeySpec key;
  private final @Nullable SecretKeySpec previousKey;

  TokenSignature(SecretKeySpec key, @Nullable SecretKeySpec previousKey) {
    this.key = key;
    this.previousKey = previousKey;
  }

  /** Returns the signature of the first {@code length} bytes. */
  byte[] sign(byte[] bytes, int length) {
    return sign(key, bytes, length);
  }

  /** Tells whether the bytes end with a signature of those before it, in constant time. */
  boolean isSigned(byte[] bytes) {
    int length = bytes.length - LENGTH;
    byte[] claimed = Arrays.copyOfRange(bytes, length, bytes.length);
    if (MessageDigest.isEqual(sign(key, bytes, length), claimed)) {
      return true;
    }
    SecretKeySpec previous = previousKey;
    return previous != null && MessageDigest.isEqual(sign(previous, bytes, length), claimed);
  }

  private static byte[] sign(SecretKeySpec key, byte[] bytes, int length) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(bytes, 0, length);
      return Arrays.copyOf(mac.doFinal(), LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is missing from this Java runtime", e);
    }
  }
}
