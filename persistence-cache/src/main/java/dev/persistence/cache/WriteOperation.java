package dev.persistence.cache;

import dev.persistence.core.Arguments;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One write that a {@link WriteBehindCache} has accepted: the value that the key shall have, or
 * that it shall have none. Immutable as far as key and value are; its text shows neither.
 *
 * @param kind what shall become of the key
 * @param key whose value it is
 * @param value the value of a PUT; null for a REMOVE
 * @param firstSeen since when the key has waited to be written, by the clock of the machine that
 *     accepted it: where later operations have replaced the first one, the time of the first
 */
public record WriteOperation<K, V>(Kind kind, K key, @Nullable V value, Instant firstSeen) {

  /** What shall become of a key. */
  public enum Kind {
    /** The key shall have the value. */
    PUT,
    /** The key shall have no value. */
    REMOVE
  }

  public WriteOperation {
    Arguments.notNull("kind", kind);
    Arguments.notNull("key", key);
    Arguments.notNull("firstSeen", firstSeen);
    if ((kind == Kind.PUT) != (value != null)) {
      throw new IllegalArgumentException(
          "value of a " + kind + " is wrong; allowed: one for a PUT, null for a REMOVE");
    }
  }

  /** Returns the operation that gives the key a value. */
  public static <K, V> WriteOperation<K, V> put(K key, V value, Instant firstSeen) {
    return new WriteOperation<>(Kind.PUT, key, value, firstSeen);
  }

  /** Returns the operation that takes the key's value away. */
  public static <K, V> WriteOperation<K, V> remove(K key, Instant firstSeen) {
    return new WriteOperation<>(Kind.REMOVE, key, null, firstSeen);
  }

  /** Returns the same operation, with the time since when its key has waited. */
  public WriteOperation<K, V> firstSeen(Instant instant) {
    return new WriteOperation<>(kind, key, value, instant);
  }

  /** Tells whether the key shall have no value. */
  public boolean isRemove() {
    return kind == Kind.REMOVE;
  }

  @Override
  public String toString() {
    return kind + " first seen " + firstSeen;
  }
}
