package dev.persistence.sharding;

import dev.persistence.sharding.hash.HashScheme;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The declared type of a shard key, which decides when two values are one key.
 *
 * <p>All representations of one key have one canonical value and so one shard; whatever is not
 * surely a key of the type is refused, never guessed. Immutable, thread-safe, without locks.
 *
 * @param <T> the class of canonical keys
 */
public abstract sealed class KeyType<T> {

  /**
   * Whole numbers of 64 bits. Takes {@link Byte}, {@link Short}, {@link Integer}, {@link Long},
   * {@link BigInteger}, and {@link BigDecimal} without a fraction; refuses floating point, and
   * text.
   */
  public static final KeyType<Long> INT8 = new Int8();

  /**
   * Text, compared character by character; takes {@link String} alone. Refuses half a surrogate
   * pair, which is no character: databases store another one in its place, or none.
   */
  public static final KeyType<String> TEXT = new Text();

  /** UUIDs; takes {@link java.util.UUID} alone. */
  public static final KeyType<UUID> UUID = new Uuid();

  private final String name;
  private final Class<T> javaType;

  private KeyType(String name, Class<T> javaType) {
    this.name = name;
    this.javaType = javaType;
  }

  /** Returns the class of canonical keys. */
  public final Class<T> javaType() {
    return javaType;
  }

  /**
   * Returns the one value that stands for all representations of this key.
   *
   * @throws ShardKeyException if it is null or no key of this type
   */
  public abstract T canonical(@Nullable Object key);

  /** Returns the bucket of a key, 0 to 2^bits - 1. */
  abstract int bucketOf(@Nullable Object key, HashScheme scheme, int bits);

  final ShardKeyException refused(@Nullable Object key, String why) {
    return ShardKeyException.refused(name, key, why);
  }

  @Override
  public final String toString() {
    return name;
  }

  private static final class Int8 extends KeyType<Long> {

    private Int8() {
      super("INT8", Long.class);
    }

    @Override
    public Long canonical(@Nullable Object key) {
      return key instanceof Long number ? number : Long.valueOf(number(key));
    }

    @Override
    int bucketOf(@Nullable Object key, HashScheme scheme, int bits) {
      return scheme.bucketOf(number(key), bits);
    }

    private long number(@Nullable Object key) {
      if (key instanceof Long
          || key instanceof Integer
          || key instanceof Short
          || key instanceof Byte) {
        return ((Number) key).longValue();
      }
      try {
        if (key instanceof BigInteger integer) {
          return integer.longValueExact();
        }
        if (key instanceof BigDecimal decimal) {
          return decimal.longValueExact();
        }
      } catch (ArithmeticException e) {
        throw refused(key, "it has a fraction or more than 64 bits");
      }
      throw refused(key, "such values are no whole numbers");
    }
  }

  private static final class Text extends KeyType<String> {

    private Text() {
      super("TEXT", String.class);
    }

    @Override
    public String canonical(@Nullable Object key) {
      if (!(key instanceof String text)) {
        throw refused(key, "only a String is text");
      }
      for (int i = 0; i < text.length(); i++) {
        if (Character.isSurrogate(text.charAt(i)) && isHalf(text, i++)) {
          throw refused(key, "it has half a surrogate pair in it");
        }
      }
      return text;
    }

    /** Returns whether no pair begins at that surrogate. */
    private static boolean isHalf(String text, int at) {
      return at + 1 == text.length()
          || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    @Override
    int bucketOf(@Nullable Object key, HashScheme scheme, int bits) {
      return scheme.bucketOf(canonical(key), bits);
    }
  }

  private static final class Uuid extends KeyType<UUID> {

    private Uuid() {
      super("UUID", UUID.class);
    }

    @Override
    public UUID canonical(@Nullable Object key) {
      if (key instanceof UUID uuid) {
        return uuid;
      }
      throw refused(key, "only a java.util.UUID is one");
    }

    @Override
    int bucketOf(@Nullable Object key, HashScheme scheme, int bits) {
      return scheme.bucketOf(canonical(key), bits);
    }
  }
}
