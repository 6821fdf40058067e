package dev.persistence.sharding;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that follow each other and the shard that has them.
 *
 * @param from the first of them; null for no lower end
 * @param to the first key behind; null for no upper end
 */
record KeyRange<T>(@Nullable T from, @Nullable T to, String shard) {

  @SuppressWarnings("unchecked") // The type's own keys are what is compared.
  static <T> Comparator<T> orderOf(KeyType<T> keyType) {
    if (keyType == KeyType.INT8) {
      return (Comparator<T>) Comparator.<Long>naturalOrder();
    }
    if (keyType == KeyType.TEXT) {
      return (Comparator<T>) (Comparator<String>) KeyRange::compareCodePoints;
    }
    throw new IllegalArgumentException(
        "keyType is " + keyType + "; allowed: INT8 and TEXT, whose order all databases agree on");
  }

  @SuppressWarnings("unchecked") // Called for ranges of KeyType.INT8.
  static List<KeyRange<Long>> cast(List<? extends KeyRange<?>> ranges) {
    return (List<KeyRange<Long>>) ranges;
  }

  /** Compares as UTF-8 bytes do: pairs of surrogates are above all other characters. */
  static int compareCodePoints(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char left = one.charAt(i);
      char right = other.charAt(i);
      if (left != right) {
        return Character.isSurrogate(left) == Character.isSurrogate(right)
            ? Character.compare(left, right)
            : Character.isSurrogate(left) ? 1 : -1;
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  @Override
  public String toString() {
    return (from == null ? "-" : from) + " to " + (to == null ? "-" : to) + " on " + shard;
  }
}
