package dev.persistence.cache.internal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Keys as text. */
public final class KeyText {

  private static final int LONGEST = 200;

  private KeyText() {}

  /**
   * Returns the text of a key of a simple type.
   *
   * @throws IllegalArgumentException for a key of another type, whose text may not tell it from
   *     others
   */
  public static String of(Object key) {
    if (key instanceof CharSequence
        || key instanceof Long
        || key instanceof Integer
        || key instanceof Short
        || key instanceof UUID
        || key instanceof Boolean
        || key instanceof Enum<?>
        || key instanceof BigInteger) {
      return key instanceof Enum<?> constant ? constant.name() : key.toString();
    }
    throw new IllegalArgumentException(
        "key is of type "
            + key.getClass().getName()
            + "; allowed: text, whole numbers, UUID, boolean, enum, or any with TieredCacheBuilder.keys");
  }

  /**
   * Returns the id of a key in the store: its text, or a hash of it if it is long, looks like an id
   * of the cache's own, or has no bytes of its own since half of a surrogate pair is missing.
   */
  public static String id(String text) {
    boolean wellFormed = isWellFormed(text);
    if (wellFormed
        && text.length() <= LONGEST
        && !text.isEmpty()
        && text.charAt(0) != '#'
        && text.charAt(0) != '~') {
      return text;
    }
    return wellFormed
        ? "~" + hash(text.getBytes(StandardCharsets.UTF_8))
        : "~~" + hash(bytesOfUnits(text));
  }

  /** Tells whether the text is one of UTF-8, and so different bytes than any other text. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static byte[] bytesOfUnits(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
    bytes.asCharBuffer().put(text);
    return bytes.array();
  }

  private static String hash(byte[] bytes) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(hash.digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(
          "Every Java platform has SHA-256; this one does not", impossible);
    }
  }
}
