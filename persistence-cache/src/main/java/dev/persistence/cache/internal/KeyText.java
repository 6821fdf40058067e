package dev.persistence.cache.internal;

import java.math.BigInteger;
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
   * Returns the id of a key in the store: its text, or a hash of it if it is long or looks like an
   * id of the cache's own.
   */
  public static String id(String text) {
    if (text.length() <= LONGEST
        && !text.isEmpty()
        && text.charAt(0) != '#'
        && text.charAt(0) != '~') {
      return text;
    }
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      return "~" + HexFormat.of().formatHex(hash.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(
          "Every Java platform has SHA-256; this one does not", impossible);
    }
  }
}
